/// An Ethernet address, which batman-adv takes for a participant's name.
package struct MACAddress: Sendable, Hashable, Codable {
    /// The six bytes, the first one highest; below 2⁴⁸.
    package let bits: UInt64

    /// - Parameter bits: higher bits than 48 are left out.
    package init(bits: UInt64) { self.bits = bits & 0xffff_ffff_ffff }

    /// Reads `02:ca:ff:ee:00:01`, upper or lower case; nil if it is anything else.
    package init?(_ text: some StringProtocol) { self.init(text: text.utf8) }

    /// Reads text as bytes.
    init?(text: some Collection<UInt8>) {
        guard text.count == 17 else { return nil }
        var bits: UInt64 = 0
        for (place, byte) in text.enumerated() {
            guard place % 3 != 2 else {
                guard byte == UInt8(ascii: ":") else { return nil }
                continue
            }
            guard let digit = Self.digit(byte) else { return nil }
            bits = bits << 4 | digit
        }
        self.bits = bits
    }

    /// Whoever floods to it reaches all: the entry for unknown destinations in a VXLAN's forwarding table.
    package static let zero = MACAddress(bits: 0)

    /// Whether it is a group's address.
    package var isMulticast: Bool { bits & 0x0100_0000_0000 != 0 }

    /// A Gluon node's id, if this is its primary address: `02caffee0001`.
    package var nodeID: String { digits.joined() }

    private var digits: [String] {
        (0..<6).reversed().map { place in
            let byte = UInt8(truncatingIfNeeded: bits >> (8 * place))
            return (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }

    private static func digit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}

extension MACAddress: Comparable, CustomStringConvertible {
    package static func < (one: MACAddress, other: MACAddress) -> Bool { one.bits < other.bits }

    /// `02:ca:ff:ee:00:01`.
    package var description: String { digits.joined(separator: ":") }
}

extension MACAddress {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let address = MACAddress(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "is no MAC address")
        }
        self = address
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
