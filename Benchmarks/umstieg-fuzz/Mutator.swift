import UmstiegTesting

/// Makes wrong outputs of right ones.
struct Mutator {
    private static let longest = 32 << 10
    private static let numbers = [
        "0", "-1", "1", "255", "256", "4095", "65535", "65536", "2147483647", "2147483648", "4294967295", "4294967296",
        "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616",
        "99999999999999999999999999999999999999", "1e308", "1e400", "-0", "0.5", "1e-400", "00", "1.",
    ].map { Array($0.utf8) }
    private static let words =
        [
            "null", "true", "[]", "{}", "\"\"", "[", "]", "{", "}", "\"", "\\", "\\u0000", "\\ud800", "\n", "\r\n",
            "\t",
            "\u{0}", "\u{1b}[2J", "'", "'\\''", "=", ".", ":", ",", "/", "(", ")", "*", "=>", "0x", "(none)", "off",
            "default",
            "-1", "ff:ff:ff:ff:ff:ff", "00:00:00:00:00:00", "fe80::1/128", "::ffff:1.2.3.4", "%eth0", "Error - ",
            "Usage: ",
            "[B.A.T.M.A.N. adv ", "é", "\u{202e}", " ",
        ].map { Array($0.utf8) } + [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80]]

    var generator: SplitMix

    /// One of `seeds`, changed in one to five ways.
    mutating func input(from seeds: [[UInt8]]) -> [UInt8] {
        var bytes = seeds[generator.below(seeds.count)]
        for _ in 0...generator.below(5) {
            mutate(&bytes, seeds)
            if bytes.count > Self.longest { bytes.removeLast(bytes.count - Self.longest) }
        }
        return bytes
    }

    private mutating func mutate(_ bytes: inout [UInt8], _ seeds: [[UInt8]]) {
        switch generator.below(10) {
        case 0, 1: flip(&bytes)
        case 2: bytes.removeSubrange(range(in: bytes, upTo: 64))
        case 3: duplicate(&bytes)
        case 4: splice(&bytes, seeds[generator.below(seeds.count)])
        case 5, 6: replaceNumber(&bytes)
        case 7: bytes.insert(contentsOf: Self.words[generator.below(Self.words.count)], at: place(in: bytes))
        case 8: nest(&bytes)
        default: bytes.removeLast(generator.below(bytes.count + 1))
        }
    }

    private mutating func flip(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        for _ in 0...generator.below(4) { bytes[generator.below(bytes.count)] ^= 1 << UInt8(generator.below(8)) }
    }

    private mutating func duplicate(_ bytes: inout [UInt8]) {
        let piece = Array(bytes[range(in: bytes, upTo: 256)])
        let copies = generator.below(20) == 0 ? 100 : 1
        bytes.insert(contentsOf: Array(repeating: piece, count: copies).joined(), at: place(in: bytes))
    }

    /// The start of one and the end of the other.
    private mutating func splice(_ bytes: inout [UInt8], _ other: [UInt8]) {
        bytes = Array(bytes[..<place(in: bytes)] + other[place(in: other)...])
    }

    private mutating func replaceNumber(_ bytes: inout [UInt8]) {
        let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
        guard let start = bytes[place(in: bytes)...].firstIndex(where: isDigit) else { return }
        let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.endIndex
        bytes.replaceSubrange(start..<end, with: Self.numbers[generator.below(Self.numbers.count)])
    }

    private mutating func nest(_ bytes: inout [UInt8]) {
        let depth = [1, 10, 499, 500, 501, 512, 513, 514, 3000][generator.below(9)]
        let (open, close) = [("[", "]"), ("{\"a\":", "}"), ("{\"groups\":{\"a\":", "}}"), ("[", "")][generator.below(4)]
        let piece = range(in: bytes, upTo: 64)
        bytes.insert(contentsOf: Array(repeating: Array(close.utf8), count: depth).joined(), at: piece.upperBound)
        bytes.insert(contentsOf: Array(repeating: Array(open.utf8), count: depth).joined(), at: piece.lowerBound)
    }

    private mutating func place(in bytes: [UInt8]) -> Int { generator.below(bytes.count + 1) }

    private mutating func range(in bytes: [UInt8], upTo longest: Int) -> Range<Int> {
        let start = place(in: bytes)
        return start..<start + generator.below(min(longest, bytes.count - start) + 1)
    }
}
