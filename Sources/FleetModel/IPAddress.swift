import Glibc

/// An address of IPv4 or IPv6; IPv4 is held as IPv6 holds it, `::ffff:192.0.2.1`, so that both notations are equal.
package struct IPAddress: Sendable, Hashable {
    private var high: UInt64
    private var low: UInt64

    private static let mappedPrefix: UInt64 = 0xffff_0000_0000

    /// Reads an address as text; nil if it is none.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count <= 45 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, String(text), &bytes) == 1 {
            self = IPAddress(high: 0, low: Self.mappedPrefix | Self.number(bytes[..<4]))
        } else if inet_pton(AF_INET6, String(text), &bytes) == 1 {
            self = IPAddress(high: Self.number(bytes[..<8]), low: Self.number(bytes[8...]))
        } else {
            return nil
        }
    }

    /// Reads 16 bytes in network order; nil if they are more or fewer.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        self.init(high: Self.number(bytes[..<8]), low: Self.number(bytes[8...]))
    }

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// `0.0.0.0`: nobody's.
    package static let unknown = IPAddress(high: 0, low: mappedPrefix)

    /// 16 bytes in network order.
    package var bytes: [UInt8] {
        [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
    }

    /// Bits of an address of this kind.
    package var bitCount: Int { isIPv4 ? 32 : 128 }

    /// This many bits from the left, the others 0.
    package func prefix(_ length: Int) -> IPAddress {
        let length = min(max(length, 0), bitCount) + 128 - bitCount
        // Shifting by as many bits as there are gives 0.
        return IPAddress(
            high: high & (UInt64.max << UInt64(max(64 - length, 0))),
            low: low & (UInt64.max << UInt64(min(128 - length, 64)))
        )
    }

    package var isIPv4: Bool { high == 0 && low & ~0xffff_ffff == Self.mappedPrefix }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}

extension IPAddress: CustomStringConvertible {
    package var description: String {
        guard !isIPv4 else { return bytes.suffix(4).map(String.init).joined(separator: ".") }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(AF_INET6, bytes, &text, socklen_t(text.count)) != nil else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
