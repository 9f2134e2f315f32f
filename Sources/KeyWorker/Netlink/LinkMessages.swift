import CLibMnl
import Glibc
import KeyExchange

/// rtnetlink's messages for interfaces and their addresses.
enum LinkMessages {
    static func asking(for name: String) -> NetlinkWriter {
        var writer = NetlinkWriter(
            type: RTM_GETLINK,
            fixed: [UInt8](repeating: 0, count: MemoryLayout<ifinfomsg>.size)
        )
        writer.attribute(Int(IFLA_IFNAME), text: name)
        return writer
    }

    /// The interface of an answer or a notification, without its addresses.
    static func interface(
        in message: NetlinkMessage
    ) throws(KernelError) -> (name: String, interface: KernelInterface)? {
        guard message.type == RTM_NEWLINK || message.type == RTM_DELLINK else { return nil }
        var reader = NetlinkReader(message.payload)
        _ = try reader.bytes(4)
        let index = try reader.integer(UInt32.self)
        let flags = try reader.integer(UInt32.self)
        _ = try reader.bytes(4)
        var name = ""
        var interface = KernelInterface(index: index, kind: "", isUp: flags & UInt32(IFF_UP) != 0)
        for attribute in try NetlinkAttribute.all(in: reader.rest) {
            switch attribute.type {
            case Int(IFLA_IFNAME): name = attribute.text
            case Int(IFLA_LINKINFO): try read(try attribute.nested(), into: &interface)
            default: break
            }
        }
        return (name, interface)
    }

    private static func read(
        _ attributes: [NetlinkAttribute],
        into interface: inout KernelInterface
    ) throws(KernelError) {
        interface.kind = attributes.first { $0.type == Int(IFLA_INFO_KIND) }?.text ?? ""
        guard interface.kind == "vxlan", let data = attributes.first(where: { $0.type == Int(IFLA_INFO_DATA) }) else {
            return
        }
        for attribute in try data.nested() where attribute.type == Int(IFLA_VXLAN_PORT) {
            interface.vxlanPort = Int(UInt16(bigEndian: try attribute.integer(UInt16.self)))
        }
    }

    static func listingAddresses(of index: UInt32) -> NetlinkWriter {
        NetlinkWriter(
            type: RTM_GETADDR,
            fixed: [UInt8(AF_INET6), 0, 0, 0] + NetlinkWriter.bytes(of: index)
        )
    }

    static func address(in message: NetlinkMessage, of index: UInt32) throws(KernelError) -> LinkLocalAddress? {
        var reader = NetlinkReader(message.payload)
        _ = try reader.bytes(4)
        guard message.type == RTM_NEWADDR, try reader.integer(UInt32.self) == index else { return nil }
        let attributes = try NetlinkAttribute.all(in: reader.rest)
        return attributes.first { $0.type == Int(IFA_ADDRESS) }.flatMap { LinkLocalAddress(bytes: Array($0.payload)) }
    }
}
