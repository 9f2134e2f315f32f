import CLibMnl
import FleetModel
import Glibc
import KeyExchange

/// Puts a WireGuard interface together from the messages of a dump.
///
/// A peer whose allowed addresses don't fit goes on as the first one of the next message, with the same key.
struct WireGuardDumpReader {
    private(set) var device = WireGuardDevice(publicKey: nil, listenPort: 0)

    mutating func read(_ message: NetlinkMessage) throws(KernelError) {
        for attribute in try message.attributes(after: 4) {
            switch attribute.type {
            case Int(WGDEVICE_A_PUBLIC_KEY.rawValue):
                device.publicKey = WireGuardKey(bytes: try attribute.bytes(Int(WG_KEY_LEN)))
            case Int(WGDEVICE_A_LISTEN_PORT.rawValue): device.listenPort = Int(try attribute.integer(UInt16.self))
            case Int(WGDEVICE_A_PEERS.rawValue):
                for peer in try attribute.nested() { add(try Self.peer(try peer.nested())) }
            default: break
            }
        }
    }

    private mutating func add(_ peer: WireGuardDevice.Peer) {
        guard let last = device.peers.last, last.key == peer.key else {
            device.peers.append(peer)
            return
        }
        device.peers[device.peers.count - 1].allowed += peer.allowed
    }

    private static func peer(_ attributes: [NetlinkAttribute]) throws(KernelError) -> WireGuardDevice.Peer {
        var key: WireGuardKey?
        var allowed: [WireGuardDevice.Allowed] = []
        var lastHandshake: Duration?
        for attribute in attributes {
            switch attribute.type {
            case Int(WGPEER_A_PUBLIC_KEY.rawValue): key = WireGuardKey(bytes: try attribute.bytes(Int(WG_KEY_LEN)))
            case Int(WGPEER_A_LAST_HANDSHAKE_TIME.rawValue): lastHandshake = try handshake(attribute)
            case Int(WGPEER_A_ALLOWEDIPS.rawValue):
                for address in try attribute.nested() { allowed.append(try Self.allowed(try address.nested())) }
            default: break
            }
        }
        guard let key else { throw .malformed("a peer without key") }
        return WireGuardDevice.Peer(key: key, allowed: allowed, lastHandshake: lastHandshake)
    }

    /// A `struct __kernel_timespec`; zero is never.
    private static func handshake(_ attribute: NetlinkAttribute) throws(KernelError) -> Duration? {
        var reader = NetlinkReader(attribute.payload)
        let seconds = try reader.integer(Int64.self)
        let nanoseconds = try reader.integer(Int64.self)
        guard seconds != 0 || nanoseconds != 0 else { return nil }
        guard seconds >= 0, (0..<1_000_000_000).contains(nanoseconds) else { throw .malformed("time of a handshake") }
        return .seconds(seconds) + .nanoseconds(nanoseconds)
    }

    private static func allowed(_ attributes: [NetlinkAttribute]) throws(KernelError) -> WireGuardDevice.Allowed {
        var family: UInt16?
        var address: LinkLocalAddress?
        var length: UInt8?
        for attribute in attributes {
            switch attribute.type {
            case Int(WGALLOWEDIP_A_FAMILY.rawValue): family = try attribute.integer(UInt16.self)
            case Int(WGALLOWEDIP_A_IPADDR.rawValue): address = LinkLocalAddress(bytes: Array(attribute.payload))
            case Int(WGALLOWEDIP_A_CIDR_MASK.rawValue): length = try attribute.integer(UInt8.self)
            default: break
            }
        }
        guard family == UInt16(AF_INET6), length == 128, let address else { return .other }
        return .linkLocal(address)
    }
}
