import CLibMnl
import FleetModel
import Glibc
import KeyExchange

/// WireGuard's messages of generic netlink (`linux/wireguard.h`).
struct WireGuardMessages {
    /// The number that the kernel gave the family.
    let family: Int

    /// Peers of one message: an attribute holds less than 64 KiB, and a peer takes about 100 bytes.
    static let peersAtOnce = 256

    /// Asks which number the family has; the kernel loads the module if need be.
    static func familyRequest() -> NetlinkWriter {
        var writer = NetlinkWriter(type: Int(GENL_ID_CTRL), fixed: generic(Int(CTRL_CMD_GETFAMILY), version: 1))
        writer.attribute(Int(CTRL_ATTR_FAMILY_NAME), text: WG_GENL_NAME)
        return writer
    }

    static func family(in message: NetlinkMessage) throws(KernelError) -> Int? {
        let attributes = try message.attributes(after: 4)
        guard let found = attributes.first(where: { $0.type == Int(CTRL_ATTR_FAMILY_ID) }) else { return nil }
        return Int(try found.integer(UInt16.self))
    }

    func deviceRequest(_ index: UInt32) -> NetlinkWriter {
        var writer = command(WG_CMD_GET_DEVICE)
        writer.attribute(Int(WGDEVICE_A_IFINDEX.rawValue), index)
        return writer
    }

    /// Peers to set or to remove, all on one interface.
    func request(for changes: some Sequence<KernelChange>, _ kind: ChangeBatch.Kind) -> NetlinkWriter {
        var writer = command(WG_CMD_SET_DEVICE)
        switch kind {
        case .setPeers(on: let index), .removePeers(on: let index):
            writer.attribute(Int(WGDEVICE_A_IFINDEX.rawValue), index)
        case .others: break
        }
        writer.nest(Int(WGDEVICE_A_PEERS.rawValue)) { list in
            for change in changes { list.nest(0) { Self.write(change, into: &$0) } }
        }
        return writer
    }

    private static func write(_ change: KernelChange, into writer: inout NetlinkWriter) {
        switch change {
        case .setPeer(let peer, on: _):
            writer.attribute(Int(WGPEER_A_PUBLIC_KEY.rawValue), peer.key.bytes)
            writer.attribute(Int(WGPEER_A_FLAGS.rawValue), WGPEER_F_REPLACE_ALLOWEDIPS.rawValue)
            writer.nest(Int(WGPEER_A_ALLOWEDIPS.rawValue)) { list in
                list.nest(0) { address in
                    address.attribute(Int(WGALLOWEDIP_A_FAMILY.rawValue), UInt16(AF_INET6))
                    address.attribute(Int(WGALLOWEDIP_A_IPADDR.rawValue), peer.address.bytes)
                    address.attribute(Int(WGALLOWEDIP_A_CIDR_MASK.rawValue), UInt8(128))
                }
            }
        case .removePeer(let key, on: _):
            writer.attribute(Int(WGPEER_A_PUBLIC_KEY.rawValue), key.bytes)
            writer.attribute(Int(WGPEER_A_FLAGS.rawValue), WGPEER_F_REMOVE_ME.rawValue)
        case .addRoute, .removeRoute, .addForwarding, .removeForwarding: break
        }
    }

    private func command(_ command: wg_cmd) -> NetlinkWriter {
        NetlinkWriter(type: family, fixed: Self.generic(Int(command.rawValue), version: UInt8(WG_GENL_VERSION)))
    }

    /// A `struct genlmsghdr`.
    private static func generic(_ command: Int, version: UInt8) -> [UInt8] {
        [UInt8(truncatingIfNeeded: command), version, 0, 0]
    }
}
