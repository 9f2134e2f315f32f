extension DomainRule {
    private static let longestFile = 4096

    /// Reads the file of one domain: `domain: ffms_nord`, and `dialect:` if it isn't that of the others.
    ///
    /// - Throws: `SettingsError`.
    package func domain(file path: String) throws(SettingsError) -> ExchangeDomain {
        let text = try SmallFile.regular(path, limit: Self.longestFile)
        let root = SettingsNode(tree: try YAMLReader.read(text, file: path), file: path, path: "")
        try root.allow(["domain", "dialect"])
        guard let code = try root.member("domain") else { throw root.wrong("«domain» is missing: expected its code") }
        var domain = try domain(code)
        if let dialect = try root.member("dialect") { domain.dialect = try dialect.dialect() }
        return domain
    }
}
