package import FleetModel

/// What makes a domain of a code.
package struct DomainRule: Sendable, Hashable {
    /// The first that fits a code is cut off it.
    package var prefixes: [String]
    /// Of domains of which no other is said.
    package var dialect: Dialect

    package init(prefixes: [String] = [""], dialect: Dialect = .ffmuc) {
        self.prefixes = prefixes
        self.dialect = dialect
    }

    /// Reads a domain's code.
    ///
    /// - Parameters:
    ///   - node: where it stands.
    ///   - exceptions: dialects of domains that differ from the rest.
    /// - Returns: the domain.
    /// - Throws: `SettingsError` for a code that fits no prefix, or of which no interface could be named.
    func domain(_ node: SettingsNode, exceptions: [String: Dialect] = [:]) throws(SettingsError) -> ExchangeDomain {
        let code = try node.text()
        guard let prefix = prefixes.first(where: { code.hasPrefix($0) }) else {
            throw node.wrong("«\(code)» begins with none of domain_prefixes")
        }
        let short = String(code.dropFirst(prefix.count))
        guard (1...12).contains(short.utf8.count), code.utf8.count <= 64,
            code.utf8.allSatisfy({ $0 == UInt8(ascii: "_") || Character(Unicode.Scalar($0)).isASCIIAlphanumeric })
        else { throw node.wrong("«\(code)»: expected letters, digits and _, 1 to 12 of them after its prefix") }
        return ExchangeDomain(code: code, shortName: short, dialect: exceptions[code] ?? dialect)
    }
}

extension Character {
    fileprivate var isASCIIAlphanumeric: Bool { isASCII && (isLetter || isNumber) }
}
