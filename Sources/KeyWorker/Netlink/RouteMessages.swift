import CLibMnl
import Glibc
import KeyExchange

/// rtnetlink's messages for routes.
enum RouteMessages {
    /// `ip -6 route append ADDRESS/128 dev INTERFACE proto static`.
    ///
    /// Not `replace`: a node that has moved to another domain has a route over each domain's interface for a while, and
    /// they would take the place of one another.
    static func adding(_ address: LinkLocalAddress, over index: UInt32) -> NetlinkWriter {
        changing(RTM_NEWROUTE, flags: NLM_F_CREATE | NLM_F_APPEND, address, over: index)
    }

    static func removing(_ address: LinkLocalAddress, over index: UInt32) -> NetlinkWriter {
        changing(RTM_DELROUTE, flags: 0, address, over: index)
    }

    private static func changing(
        _ type: Int,
        flags: Int32,
        _ address: LinkLocalAddress,
        over index: UInt32
    ) -> NetlinkWriter {
        let header = header(
            length: 128,
            protocol: UInt8(RTPROT_STATIC),
            type: UInt8(truncatingIfNeeded: RTN_UNICAST)
        )
        var writer = NetlinkWriter(type: type, flags: flags, fixed: header)
        writer.attribute(Int(RTA_DST.rawValue), address.bytes)
        writer.attribute(Int(RTA_OIF.rawValue), index)
        return writer
    }

    /// Asks for the routes over one interface; older kernels tell all.
    static func listing(over index: UInt32) -> NetlinkWriter {
        var writer = NetlinkWriter(type: RTM_GETROUTE, fixed: header(length: 0, protocol: 0, type: 0))
        writer.attribute(Int(RTA_OIF.rawValue), index)
        return writer
    }

    /// Where a route leads that is as those above; nil for another one.
    static func destination(in message: NetlinkMessage, over index: UInt32) throws(KernelError) -> LinkLocalAddress? {
        var reader = NetlinkReader(message.payload)
        let header = Array(try reader.bytes(MemoryLayout<rtmsg>.size))
        guard message.type == RTM_NEWROUTE, header[0] == UInt8(AF_INET6), header[1] == 128,
            header[7] == UInt8(truncatingIfNeeded: RTN_UNICAST)
        else { return nil }
        var table = UInt32(header[4])
        var address: LinkLocalAddress?
        var output: UInt32?
        for attribute in try NetlinkAttribute.all(in: reader.rest) {
            switch attribute.type {
            case Int(RTA_DST.rawValue): address = LinkLocalAddress(bytes: Array(attribute.payload))
            case Int(RTA_OIF.rawValue): output = try attribute.integer(UInt32.self)
            case Int(RTA_TABLE.rawValue): table = try attribute.integer(UInt32.self)
            default: break
            }
        }
        return table == RT_TABLE_MAIN.rawValue && output == index ? address : nil
    }

    /// A `struct rtmsg` for the main table.
    private static func header(length: UInt8, protocol: UInt8, type: UInt8) -> [UInt8] {
        [
            UInt8(AF_INET6), length, 0, 0, UInt8(truncatingIfNeeded: RT_TABLE_MAIN.rawValue), `protocol`,
            UInt8(truncatingIfNeeded: RT_SCOPE_UNIVERSE.rawValue), type, 0, 0, 0, 0,
        ]
    }
}
