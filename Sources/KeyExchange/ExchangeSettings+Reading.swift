import FleetModel

extension ExchangeSettings {
    /// Reads the text of a settings file.
    ///
    /// - Parameters:
    ///   - text: YAML.
    ///   - file: its name for errors.
    /// - Throws: `SettingsError`.
    package init(yaml text: [UInt8], file: String) throws(SettingsError) {
        let root = SettingsNode(tree: try YAMLReader.read(text, file: file), file: file, path: "")
        let own = try root.member("umstieg")
        try own?.allow(["dialect", "domains", "mqtt", "broker", "worker"])
        self.init(
            domains: try Self.domains(root, own: own),
            weights: try Self.weights(root),
            mqtt: try MQTTSettings(root, own: own?.member("mqtt")),
            broker: try BrokerSettings(root, own: own?.member("broker")),
            worker: try WorkerSettings(root, own: own?.member("worker"))
        )
    }

    private static func domains(
        _ root: SettingsNode,
        own: SettingsNode?
    ) throws(SettingsError) -> [ExchangeDomain] {
        guard let list = try root.member("domains"), !(try list.items()).isEmpty else {
            throw root.wrong("«domains» is missing: expected the list of domains")
        }
        guard let prefixList = try root.member("domain_prefixes") else {
            throw root.wrong("«domain_prefixes» is missing: expected the list of prefixes of domains")
        }
        var prefixes: [String] = []
        for item in try prefixList.items() {
            // `""`: a community whose codes have none.
            prefixes.append(item.isQuotedNothing ? "" : try item.text())
        }
        let dialect = try own?.member("dialect").map(Self.dialect) ?? .ffmuc
        let exceptions = try Self.exceptions(own?.member("domains"))
        var domains: [ExchangeDomain] = []
        for item in try list.items() {
            let code = try item.text()
            guard let prefix = prefixes.first(where: { code.hasPrefix($0) }) else {
                throw item.wrong("«\(code)» begins with none of domain_prefixes")
            }
            let short = String(code.dropFirst(prefix.count))
            guard (1...12).contains(short.utf8.count), code.utf8.count <= 64,
                code.utf8.allSatisfy({ $0 == UInt8(ascii: "_") || Character(Unicode.Scalar($0)).isASCIIAlphanumeric })
            else { throw item.wrong("«\(code)»: expected letters, digits and _, 1 to 12 of them after its prefix") }
            guard !domains.contains(where: { $0.shortName == short }) else {
                throw item.wrong("«\(short)», without its prefix, is a second domain's name, too")
            }
            domains.append(ExchangeDomain(code: code, shortName: short, dialect: exceptions[code] ?? dialect))
        }
        return domains
    }

    private static func dialect(_ node: SettingsNode) throws(SettingsError) -> Dialect {
        guard let dialect = Dialect(rawValue: try node.text()) else {
            throw node.wrong("expected one of \(Dialect.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return dialect
    }

    /// Dialects of domains that differ from the rest.
    private static func exceptions(_ node: SettingsNode?) throws(SettingsError) -> [String: Dialect] {
        var exceptions: [String: Dialect] = [:]
        for (code, node) in try node?.members() ?? [] {
            try node.allow(["dialect"])
            if let dialect = try node.member("dialect") { exceptions[code] = try Self.dialect(dialect) }
        }
        return exceptions
    }

    private static func weights(_ root: SettingsNode) throws(SettingsError) -> [String: Int] {
        var weights: [String: Int] = [:]
        for (worker, node) in try root.member("workers")?.members() ?? [] {
            if node.isEmpty { continue }
            weights[worker] = try node.member("weight")?.integer(in: 0...1_000_000) ?? 1
        }
        return weights
    }
}

extension Character {
    fileprivate var isASCIIAlphanumeric: Bool { isASCII && (isLetter || isNumber) }
}
