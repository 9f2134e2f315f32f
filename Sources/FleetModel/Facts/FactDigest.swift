/// A 64-bit digest (FNV-1a) that tells changed facts from unchanged ones quickly; no defence against forgery.
struct FactDigest {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    var value: Int64 { Int64(bitPattern: state) }

    mutating func add(_ text: String?) {
        guard var text else { return add(byte: 0) }
        add(byte: 1)
        text.withUTF8 { for byte in $0 { add(byte: byte) } }
        // No byte of UTF-8, so that two texts don't run into one.
        add(byte: 0xff)
    }

    mutating func add(_ number: Int?) {
        guard let number else { return add(byte: 0) }
        state = (state ^ UInt64(bitPattern: Int64(number))) &* 0x0000_0100_0000_01b3
        add(byte: 1)
    }

    mutating func add(_ flag: Bool?) { add(flag.map { $0 ? 1 : 0 }) }

    mutating func add(_ degrees: Double?) { add(degrees.map { Int(truncatingIfNeeded: $0.bitPattern) }) }

    mutating func add(_ list: [String]?) {
        add(list?.count)
        for text in list ?? [] { add(text) }
    }

    private mutating func add(byte: UInt8) {
        state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
}
