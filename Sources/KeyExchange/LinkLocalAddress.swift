package import FleetModel
import Glibc

/// An IPv6 address of `fe80::/10`, as the kernel has it.
package struct LinkLocalAddress: Sendable, Hashable, CustomStringConvertible {
    /// The last eight bytes; all link-local addresses in use have zeros between `fe80` and these.
    package let interfaceID: UInt64

    /// The address of a node, or of a gateway where gateways derive theirs, on its WireGuard interface.
    package init(of key: WireGuardKey, in dialect: Dialect) {
        // What `linkLocal(of:)` writes is always one.
        self = LinkLocalAddress(dialect.linkLocal(of: key)) ?? LinkLocalAddress(interfaceID: 0)
    }

    package init(interfaceID: UInt64) { self.interfaceID = interfaceID }

    /// Reads an address without prefix length and zone; nil if it is none, or not link-local.
    package init?(_ text: String) {
        guard text.utf8.count <= 45 else { return nil }
        var address = in6_addr()
        guard inet_pton(AF_INET6, text, &address) == 1 else { return nil }
        self.init(bytes: withUnsafeBytes(of: address, Array.init))
    }

    /// Reads 16 bytes in network order; nil if they are no link-local address.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 16, bytes[0] == 0xfe, bytes[1] == 0x80, bytes[2..<8].allSatisfy({ $0 == 0 }) else {
            return nil
        }
        interfaceID = bytes[8...].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The address that all gateways of upstream Gluon's dialect have.
    package static let gluonGateway = LinkLocalAddress(interfaceID: 1)

    /// 16 bytes in network order.
    package var bytes: [UInt8] {
        [0xfe, 0x80, 0, 0, 0, 0, 0, 0] + (0..<8).reversed().map { UInt8(truncatingIfNeeded: interfaceID >> (8 * $0)) }
    }

    /// As RFC 5952 writes it.
    package var description: String {
        var address = in6_addr()
        withUnsafeMutableBytes(of: &address) { $0.copyBytes(from: bytes) }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(AF_INET6, &address, &text, socklen_t(text.count)) != nil else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
