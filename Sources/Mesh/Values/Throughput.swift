/// What a path or connection carries, in kbit/s.
package struct Throughput: Sendable, Hashable, Comparable, Codable {
    package var kilobitsPerSecond: Int

    package init(kilobitsPerSecond: Int) { self.kilobitsPerSecond = kilobitsPerSecond }

    package static func < (one: Throughput, other: Throughput) -> Bool {
        one.kilobitsPerSecond < other.kilobitsPerSecond
    }

    package init(from decoder: any Decoder) throws {
        kilobitsPerSecond = try decoder.singleValueContainer().decode(Int.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(kilobitsPerSecond)
    }
}

extension Throughput: CustomStringConvertible {
    /// `1000.0 Mbit/s`, cut after the first decimal.
    package var description: String { "\(kilobitsPerSecond / 1000).\(abs(kilobitsPerSecond / 100 % 10)) Mbit/s" }
}
