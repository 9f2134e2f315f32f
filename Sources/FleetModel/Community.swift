/// Who runs the network, and the rules that all its domains share.
package struct Community: Sendable, Hashable, Codable {
    package var name: String
    package var dialect: Dialect
    /// Prefixes that are cut off a domain's code to get its short name, such as `ffmuc_`.
    package var domainPrefixes: [String]

    package init(name: String, dialect: Dialect, domainPrefixes: [String]) {
        self.name = name
        self.dialect = dialect
        self.domainPrefixes = domainPrefixes
    }

    /// The part of a domain's code that interface names carry: `muc_nord` of `ffmuc_muc_nord`.
    package func shortName(ofDomain code: String) -> String {
        let prefix = domainPrefixes.filter { code.hasPrefix($0) }.max { $0.count < $1.count }
        return String(code.dropFirst(prefix?.count ?? 0))
    }
}
