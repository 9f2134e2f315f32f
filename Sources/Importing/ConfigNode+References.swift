extension ConfigNode {
    /// Names shown of a long list of those that exist.
    private static let shownNames = 12

    /// Text that is one of `names`.
    ///
    /// - Parameters:
    ///   - names: those that exist.
    ///   - kind: what such a name belongs to, for the error: `domain`.
    /// - Returns: the name, or nil after an error such as `unknown domain «x», expected one of a, b`.
    package func oneOf(_ names: some Collection<String>, called kind: String) -> String? {
        guard let name = string() else { return nil }
        guard names.contains(name) else {
            let known = names.sorted()
            let shown = known.prefix(Self.shownNames).joined(separator: ", ")
            let rest = known.count > Self.shownNames ? " and \(known.count - Self.shownNames) more" : ""
            fail("unknown \(kind) «\(name)», expected " + (known.isEmpty ? "none" : "one of \(shown)\(rest)"))
            return nil
        }
        return name
    }
}
