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
        let worker = try WorkerSettings(root, own: own?.member("worker"))
        let listed = try root.member("domains")?.items() ?? []
        guard !listed.isEmpty || worker.domainsDirectory != nil else { throw root.wrong(Self.noDomains) }
        let rule = try DomainRule(root, own: own)
        self.init(
            domains: try Self.domains(listed, by: rule, exceptions: Self.exceptions(own?.member("domains"))),
            rule: rule,
            weights: try Self.weights(root),
            mqtt: try MQTTSettings(root, own: own?.member("mqtt")),
            broker: try BrokerSettings(root, own: own?.member("broker")),
            worker: worker
        )
    }

    private static func domains(
        _ items: [SettingsNode],
        by rule: DomainRule,
        exceptions: [String: Dialect]
    ) throws(SettingsError) -> [ExchangeDomain] {
        var domains: [ExchangeDomain] = []
        for item in items {
            let domain = try rule.domain(item, exceptions: exceptions)
            guard !domains.contains(where: { $0.shortName == domain.shortName }) else {
                throw item.wrong("«\(domain.shortName)», without its prefix, is a second domain's name, too")
            }
            domains.append(domain)
        }
        return domains
    }

    /// Dialects of domains that differ from the rest.
    private static func exceptions(_ node: SettingsNode?) throws(SettingsError) -> [String: Dialect] {
        var exceptions: [String: Dialect] = [:]
        for (code, node) in try node?.members() ?? [] {
            try node.allow(["dialect"])
            if let dialect = try node.member("dialect") { exceptions[code] = try dialect.dialect() }
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

extension DomainRule {
    fileprivate init(_ root: SettingsNode, own: SettingsNode?) throws(SettingsError) {
        self.init(prefixes: [])
        guard let list = try root.member("domain_prefixes") else {
            throw root.wrong("«domain_prefixes» is missing: expected the list of prefixes of domains")
        }
        for item in try list.items() {
            // `""`: a community whose codes have none.
            prefixes.append(item.isQuotedNothing ? "" : try item.text())
        }
        if let dialect = try own?.member("dialect") { self.dialect = try dialect.dialect() }
    }
}
