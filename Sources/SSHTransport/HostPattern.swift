/// A pattern of ssh's: `*`, `?`, and `!` in front for exclusion.
struct HostPattern: Sendable, Equatable {
    let isNegated: Bool
    private let pattern: [UInt8]

    init(_ text: some StringProtocol) {
        isNegated = text.hasPrefix("!")
        pattern = Array((isNegated ? String(text.dropFirst()) : String(text)).lowercased().utf8)
    }

    /// Whether the name fits, without regard to negation.
    ///
    /// `name`: in lower case.
    func fits(_ name: some Collection<UInt8>) -> Bool {
        let name = Array(name)
        var at = 0
        var place = 0
        var star: (pattern: Int, name: Int)?
        while place < name.count {
            if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
                star = (at, place)
                at += 1
            } else if at < pattern.count, pattern[at] == UInt8(ascii: "?") || pattern[at] == name[place] {
                at += 1
                place += 1
            } else if let last = star {
                at = last.pattern + 1
                place = last.name + 1
                star = (last.pattern, place)
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    /// Whether at least one pattern fits and no negated one does.
    static func list(_ patterns: [HostPattern], fits name: String) -> Bool {
        let name = Array(name.lowercased().utf8)
        var found = false
        for pattern in patterns where pattern.fits(name) {
            if pattern.isNegated { return false }
            found = true
        }
        return found
    }
}
