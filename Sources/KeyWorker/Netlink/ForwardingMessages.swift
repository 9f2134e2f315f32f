import CLibMnl
import Glibc
import KeyExchange

/// rtnetlink's messages for the forwarding database of a VXLAN interface.
enum ForwardingMessages {
    private static let anyone = [UInt8](repeating: 0, count: 6)

    /// `bridge fdb append 00:00:00:00:00:00 dev VXLAN dst ADDRESS via WIREGUARD`.
    static func adding(_ address: LinkLocalAddress, via way: UInt32, on index: UInt32) -> NetlinkWriter {
        changing(RTM_NEWNEIGH, flags: NLM_F_CREATE | NLM_F_APPEND, address, via: way, on: index)
    }

    static func removing(_ address: LinkLocalAddress, via way: UInt32, on index: UInt32) -> NetlinkWriter {
        changing(RTM_DELNEIGH, flags: 0, address, via: way, on: index)
    }

    private static func changing(
        _ type: Int,
        flags: Int32,
        _ address: LinkLocalAddress,
        via way: UInt32,
        on index: UInt32
    ) -> NetlinkWriter {
        let state = UInt16(NUD_PERMANENT | NUD_NOARP)
        var writer = NetlinkWriter(
            type: type,
            flags: flags,
            fixed: header(index, state: state, flags: UInt8(NTF_SELF))
        )
        writer.attribute(Int(NDA_LLADDR), anyone)
        writer.attribute(Int(NDA_DST), address.bytes)
        writer.attribute(Int(NDA_IFINDEX), way)
        return writer
    }

    static func listing(of index: UInt32) -> NetlinkWriter {
        NetlinkWriter(type: RTM_GETNEIGH, fixed: header(index, state: 0, flags: 0))
    }

    /// The destination that an all-zeros entry tells; nil for another one.
    static func entry(in message: NetlinkMessage, of index: UInt32) throws(KernelError) -> ForwardingEntry? {
        var reader = NetlinkReader(message.payload)
        let family = try reader.integer(UInt8.self)
        _ = try reader.bytes(3)
        let interface = try reader.integer(UInt32.self)
        _ = try reader.bytes(4)
        guard message.type == RTM_NEWNEIGH, family == UInt8(PF_BRIDGE), interface == index else { return nil }
        var isForAnyone = false
        var destination: LinkLocalAddress?
        var way: UInt32?
        for attribute in try NetlinkAttribute.all(in: reader.rest) {
            switch attribute.type {
            case Int(NDA_LLADDR): isForAnyone = Array(attribute.payload) == anyone
            case Int(NDA_DST): destination = LinkLocalAddress(bytes: Array(attribute.payload))
            case Int(NDA_IFINDEX): way = try attribute.integer(UInt32.self)
            default: break
            }
        }
        guard isForAnyone, let destination else { return nil }
        return ForwardingEntry(destination: destination, via: way)
    }

    /// A `struct ndmsg`.
    private static func header(_ index: UInt32, state: UInt16, flags: UInt8) -> [UInt8] {
        [UInt8(PF_BRIDGE), 0, 0, 0] + NetlinkWriter.bytes(of: index) + NetlinkWriter.bytes(of: state) + [flags, 0]
    }
}
