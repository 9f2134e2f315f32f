/// The part of a firmware's name that can be compared: `2023.2.1` of `v2023.2.1-4-gabcdef-stable`.
package struct FirmwareVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    private var numbers: [Int]
    /// `v2023.2~exp42` comes before `v2023.2`, as in Debian's versions.
    private var precedes: Bool

    package var description: String { "v" + numbers.map(String.init).joined(separator: ".") + (precedes ? "~" : "") }

    /// Reads the leading numbers, after an optional `v`; nil if there are none.
    package init?(_ name: String) {
        var rest = name.hasPrefix("v") ? name.dropFirst() : name[...]
        numbers = []
        while true {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let number = Int(digits) else { break }
            numbers.append(number)
            rest = rest.dropFirst(digits.count)
            guard rest.first == "." else { break }
            rest = rest.dropFirst()
        }
        guard !numbers.isEmpty else { return nil }
        precedes = rest.first == "~"
        while numbers.count > 1, numbers.last == 0 { numbers.removeLast() }
    }

    package static func < (left: FirmwareVersion, right: FirmwareVersion) -> Bool {
        guard left.numbers == right.numbers else { return left.numbers.lexicographicallyPrecedes(right.numbers) }
        return left.precedes && !right.precedes
    }
}
