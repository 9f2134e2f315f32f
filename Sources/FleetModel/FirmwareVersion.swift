/// The part of a firmware's name that can be compared: `2023.2.1` of `v2023.2.1-4-gabcdef-stable`.
package struct FirmwareVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    private var numbers: [Int]
    /// `v2023.2~exp42` comes before `v2023.2`, as in Debian's versions.
    private var precedes: Bool

    package var description: String { "v" + numbers.map(String.init).joined(separator: ".") + (precedes ? "~" : "") }

    /// Reads the leading numbers, after an optional `v`; nil if there are none.
    package init?(_ name: String) {
        var rest = name.utf8[...]
        if rest.first == UInt8(ascii: "v") { rest = rest.dropFirst() }
        numbers = []
        while let number = Self.number(at: &rest) {
            numbers.append(number)
            guard rest.first == UInt8(ascii: ".") else { break }
            rest = rest.dropFirst()
        }
        guard !numbers.isEmpty else { return nil }
        precedes = rest.first == UInt8(ascii: "~")
        while numbers.count > 1, numbers.last == 0 { numbers.removeLast() }
    }

    /// Takes a number; nil, and nothing taken, where there is none, or one that no version has.
    private static func number(at rest: inout Substring.UTF8View) -> Int? {
        let digits = rest.prefix { 0x30...0x39 ~= $0 }
        guard !digits.isEmpty, digits.count <= 18 else { return nil }
        rest = rest.dropFirst(digits.count)
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    package static func < (left: FirmwareVersion, right: FirmwareVersion) -> Bool {
        guard left.numbers == right.numbers else { return left.numbers.lexicographicallyPrecedes(right.numbers) }
        return left.precedes && !right.precedes
    }
}
