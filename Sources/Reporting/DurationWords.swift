/// Durations for people.
enum DurationWords {
    /// The two largest units that matter: `2 d 3 h`, `5 h 12 min`, `3 min 20 s`.
    static func text(_ seconds: Double) -> String {
        let units = [(86_400, "d"), (3600, "h"), (60, "min"), (1, "s")]
        let whole = Int(seconds.rounded())
        guard let largest = units.firstIndex(where: { whole >= $0.0 }) else { return "0 s" }
        var rest = whole
        return units[largest...].prefix(2).compactMap { size, name in
            let count = rest / size
            rest %= size
            return count > 0 ? "\(count) \(name)" : nil
        }.joined(separator: " ")
    }
}
