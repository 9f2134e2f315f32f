/// How well a path carries under BATMAN_IV: 255 loses nothing, 0 all.
package struct TransmitQuality: Sendable, Hashable, Comparable, Codable {
    package var value: UInt8

    package init(_ value: UInt8) { self.value = value }

    package static func < (one: TransmitQuality, other: TransmitQuality) -> Bool { one.value < other.value }

    package init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(UInt8.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}

extension TransmitQuality: CustomStringConvertible {
    /// `255/255`.
    package var description: String { "\(value)/255" }
}
