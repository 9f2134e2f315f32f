extension Duration {
    /// `10 s`, `0.25 s`: seconds with as many decimals as they need, at most 3.
    package var brief: String {
        let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        let whole = milliseconds / 1000
        let rest = milliseconds % 1000
        guard rest != 0 else { return "\(whole) s" }
        var decimals = String(String(1000 + rest).dropFirst())
        while decimals.hasSuffix("0") { decimals.removeLast() }
        return "\(whole).\(decimals) s"
    }
}
