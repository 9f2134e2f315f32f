/// What a selector says, once it is parsed.
indirect enum SelectorExpression: Sendable, Hashable {
    enum Comparison: String, Sendable, Hashable, CaseIterable {
        case atMost = "<="
        case atLeast = ">="
        case less = "<"
        case greater = ">"
        case equal = "="
    }

    case all
    case domain([Glob])
    case gateway([Glob])
    case node([NodePattern])
    case state(Set<Node.State>)
    case model([Glob])
    case firmware([Glob])
    case firmwareVersion(Comparison, FirmwareVersion)
    /// The names of versions that were compared already.
    case firmwareNames(Set<String>)
    case not(SelectorExpression)
    case every([SelectorExpression])
    case any([SelectorExpression])
}

extension SelectorExpression {
    func matches(_ domain: Domain) -> Bool {
        switch self {
        case .all: true
        case .domain(let globs): globs.contains { $0.matches(domain.code) }
        case .gateway, .node, .state, .model, .firmware, .firmwareVersion, .firmwareNames: false
        case .not(let term): !term.matches(domain)
        case .every(let terms): terms.allSatisfy { $0.matches(domain) }
        case .any(let terms): terms.contains { $0.matches(domain) }
        }
    }

    func matches(_ gateway: Gateway) -> Bool {
        switch self {
        case .all: true
        case .domain(let globs): gateway.domains.contains { code in globs.contains { $0.matches(code) } }
        case .gateway(let globs): globs.contains { $0.matches(gateway.name) }
        case .node, .state, .model, .firmware, .firmwareVersion, .firmwareNames: false
        case .not(let term): !term.matches(gateway)
        case .every(let terms): terms.allSatisfy { $0.matches(gateway) }
        case .any(let terms): terms.contains { $0.matches(gateway) }
        }
    }

    func matches(_ node: Node) -> Bool {
        switch self {
        case .all: true
        case .domain(let globs): globs.contains { $0.matches(node.domain) }
        case .gateway: false
        case .node(let patterns): patterns.contains { $0.matches(node) }
        case .state(let states): states.contains(node.state)
        case .model(let globs): node.model.map { model in globs.contains { $0.matches(model) } } ?? false
        case .firmware(let globs): node.firmware.map { name in globs.contains { $0.matches(name) } } ?? false
        case .firmwareVersion(let comparison, let bound):
            node.firmware.flatMap(FirmwareVersion.init).map { comparison.holds($0, bound) } ?? false
        case .firmwareNames(let names): node.firmware.map(names.contains) ?? false
        case .not(let term): !term.matches(node)
        case .every(let terms): terms.allSatisfy { $0.matches(node) }
        case .any(let terms): terms.contains { $0.matches(node) }
        }
    }
}

extension SelectorExpression {
    /// Compares versions once for each name: many nodes have few.
    ///
    /// - Parameter names: all that nodes have; asked for only where versions are compared.
    /// - Returns: the same for these nodes.
    func comparingFirmware(among names: () -> Set<String>) -> SelectorExpression {
        switch self {
        case .firmwareVersion(let comparison, let bound):
            .firmwareNames(names().filter { FirmwareVersion($0).map { comparison.holds($0, bound) } ?? false })
        case .not(let term): .not(term.comparingFirmware(among: names))
        case .every(let terms): .every(terms.map { $0.comparingFirmware(among: names) })
        case .any(let terms): .any(terms.map { $0.comparingFirmware(among: names) })
        case .all, .domain, .gateway, .node, .state, .model, .firmware, .firmwareNames: self
        }
    }
}

extension SelectorExpression.Comparison {
    fileprivate func holds(_ version: FirmwareVersion, _ bound: FirmwareVersion) -> Bool {
        switch self {
        case .atMost: version <= bound
        case .atLeast: version >= bound
        case .less: version < bound
        case .greater: version > bound
        case .equal: version == bound
        }
    }
}
