/// Hosts that are written as one: `gw[01:12].example.net`, `db-[a:f]`, `www[1:9:2]`.
enum AnsiblePattern {
    private static let mostHosts = 10_000

    /// Nil for a range that is none, or that stands for more than anybody has.
    static func hosts(_ pattern: String) -> [String]? {
        guard !pattern.isEmpty, pattern.utf8.count <= 255 else { return nil }
        var names = [""]
        var rest = pattern[...]
        while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]") {
            guard let values = values(rest[rest.index(after: open)..<close]), names.count * values.count <= mostHosts
            else { return nil }
            let before = rest[..<open]
            names = names.flatMap { name in values.map { name + before + $0 } }
            rest = rest[rest.index(after: close)...]
        }
        return names.map { $0 + rest }
    }

    private static func values(_ range: Substring) -> [String]? {
        let parts = range.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, let step = parts.count == 3 ? Int(parts[2]) : 1, step > 0 else {
            return nil
        }
        if let first = Int(parts[0].isEmpty ? "0" : parts[0]), let last = Int(parts[1]) {
            guard first >= 0, last >= first, (last - first) / step < mostHosts else { return nil }
            let width = parts[0].hasPrefix("0") ? parts[0].count : 0
            return stride(from: first, through: last, by: step).map { number in
                let digits = String(number)
                return String(repeating: "0", count: max(width - digits.count, 0)) + digits
            }
        }
        guard parts[0].utf8.count == 1, parts[1].utf8.count == 1, let first = parts[0].utf8.first,
            let last = parts[1].utf8.first, first <= last
        else { return nil }
        return stride(from: Int(first), through: Int(last), by: step).map {
            String(Character(Unicode.Scalar(UInt8($0))))
        }
    }
}
