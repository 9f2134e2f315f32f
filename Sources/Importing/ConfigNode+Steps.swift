import Planning

extension ConfigNode {
    /// Where in a playbook a list of steps stands: each place allows its own kinds.
    enum StepPlace {
        case prepare
        case transaction
        case verify

        var kinds: [String] {
            switch self {
            case .prepare: ["firmware", "wireguard_key", "node_key", "program"]
            case .transaction:
                ["file", "networkd", "batman_override", "service", "uci", "command", "wait_for"] + ConfigNode.gluonSteps
            case .verify: ["wait_for"]
            }
        }
    }

    /// A list of steps; each is a mapping of a kind's name to its fields, and optionally `name`.
    func steps(in place: StepPlace) -> [NamedStep]? {
        guard let items = sequence() else { return nil }
        let steps = items.compactMap { $0.step(in: place) }
        return steps.count == items.count ? steps : nil
    }

    private func step(in place: StepPlace) -> NamedStep? {
        guard let entries = entries() else { return nil }
        for (key, node) in entries where key != "name" && !place.kinds.contains(key) {
            node.fail("unknown step, expected one of \(place.kinds.joined(separator: ", "))")
            return nil
        }
        let kinds = entries.filter { $0.key != "name" }
        guard kinds.count == 1, let (kind, node) = kinds.first else {
            fail("expected one step of \(place.kinds.joined(separator: ", ")), found \(kinds.count)")
            return nil
        }
        let name = entries.first { $0.key == "name" }.map { $0.node.string() } ?? kind
        guard let step = node.step(ofKind: kind), let name else { return nil }
        return NamedStep(name: name, step: step)
    }

    private func step(ofKind kind: String) -> Step? {
        switch kind {
        case "file": fileStep(pathField: "path").map { .file($0) }
        case "networkd": networkdStep().map { .networkd($0) }
        case "wireguard_key": wireGuardKeyStep().map { .wireGuardKey($0) }
        case "firmware": firmwareStep().map { .firmware($0) }
        case "node_key": nodeKeyStep().map { .nodeKey($0) }
        case "program": programStep().map { .program($0) }
        case "batman_override": batmanOverrideStep().map { .batmanOverride($0) }
        case "service": serviceStep().map { .service($0) }
        case "uci": uciStep().map { .uci($0) }
        case "command": commandStep().map { .command($0) }
        case "wait_for": waitForStep().map { .waitFor($0) }
        case _ where Self.gluonSteps.contains(kind): gluonStep(ofKind: kind).map { .gluon($0) }
        default: unexpected("a step")
        }
    }

    private func fileStep(pathField: String) -> FileStep? {
        guard let fields = mapping(allowed: [pathField, "content", "mode", "owner"]) else { return nil }
        let path = fields.required(pathField)?.string()
        let content = fields.required("content")?.string()
        let mode = fields.optional("mode").map { $0.mode() } ?? "0644"
        let owner = fields.optional("owner").map { $0.owner() } ?? "root:root"
        guard let path, let content, let mode, let owner else { return nil }
        return FileStep(path: path, content: content, mode: mode, owner: owner)
    }

    private func networkdStep() -> NetworkdStep? {
        guard let fields = mapping(allowed: ["units", "within"]) else { return nil }
        let within = fields.optional("within").map { $0.seconds(in: 1...600) } ?? 30
        guard let items = fields.required("units")?.sequence(), let within else { return nil }
        let units = items.compactMap { item -> FileStep? in
            guard let unit = item.fileStep(pathField: "name") else { return nil }
            let endings = [".netdev", ".network", ".link"]
            guard !unit.path.contains("/"), endings.contains(where: unit.path.hasSuffix) else {
                item.fail("a unit's name has no «/» and ends in \(endings.joined(separator: ", "))")
                return nil
            }
            return unit
        }
        return units.count == items.count ? NetworkdStep(units: units, within: within) : nil
    }

    private func wireGuardKeyStep() -> WireGuardKeyStep? {
        guard let fields = mapping(allowed: ["path", "mode", "owner"]) else { return nil }
        let path = fields.required("path")?.string()
        let mode = fields.optional("mode").map { $0.mode() } ?? "0640"
        let owner = fields.optional("owner").map { $0.owner() } ?? "root:systemd-network"
        guard let path, let mode, let owner else { return nil }
        return WireGuardKeyStep(path: path, mode: mode, owner: owner)
    }

    private func nodeKeyStep() -> NodeKeyStep? {
        mapping(allowed: ["command"])?.required("command")?.string().map { NodeKeyStep(command: $0) }
    }

    private func programStep() -> ProgramStep? {
        guard let fields = mapping(allowed: ["name", "directory"]) else { return nil }
        let name = fields.required("name")?.name()
        let directory = fields.required("directory")?.string()
        guard let name, let directory else { return nil }
        return ProgramStep(name: name, directory: directory)
    }

    private func batmanOverrideStep() -> BatmanOverrideStep? {
        let fields = mapping(allowed: ["batman", "interface", "throughput", "drain", "drain_within"])
        guard let fields else { return nil }
        let batman = fields.required("batman")?.string()
        let interface = fields.required("interface")?.string()
        let throughput = fields.required("throughput")?.integer(in: 100...100_000_000)
        let drain = fields.optional("drain").map { $0.integer(in: 100...100_000_000) } ?? 500
        let drainWithin = fields.optional("drain_within").map { $0.seconds(in: 0...600) } ?? 90
        guard let batman, let interface, let throughput, let drain, let drainWithin else { return nil }
        return BatmanOverrideStep(
            batman: batman,
            interface: interface,
            throughput: throughput,
            drain: drain,
            drainWithin: drainWithin
        )
    }

    private func serviceStep() -> ServiceStep? {
        guard let fields = mapping(allowed: ["unit", "enabled", "state"]) else { return nil }
        let unit = fields.required("unit")?.string()
        let enabled = fields.optional("enabled")?.boolean()
        let activity = fields.optional("state")?.choice(of: ServiceStep.Activity.self)
        if enabled == nil, activity == nil { fail("expected «enabled», «state» or both") }
        return unit.map { ServiceStep(unit: $0, enabled: enabled, activity: activity) }
    }

    private func uciStep() -> UCIStep? {
        guard let fields = mapping(allowed: ["set", "delete", "for_each", "reload"]) else { return nil }
        let settings = fields.optional("set").map { $0.uciSettings() } ?? []
        let deletions = fields.optional("delete").map { $0.strings() } ?? []
        let list = fields.optional("for_each").map { $0.string() }
        let reload = fields.optional("reload").map { $0.string() } ?? ""
        guard let settings, let deletions, let reload else { return nil }
        if list != nil, list == .some(nil) { return nil }
        if settings.isEmpty, deletions.isEmpty { fail("expected «set», «delete» or both") }
        for (index, key) in deletions.enumerated() where !Self.isUCIName(key) {
            fields.optional("delete")?.fail("item \(index + 1): \(Self.uciNames), found «\(key)»")
        }
        return UCIStep(settings: settings, deletions: deletions, forEach: list ?? nil, reload: reload)
    }

    private static let uciNames = "expected PACKAGE.SECTION or PACKAGE.SECTION.OPTION with a named section"

    /// A template's tags stand for such a name, too.
    private static func isUCIName(_ text: String) -> Bool {
        let filled = text.replacing(#/\{\{[a-z_]+\}\}/#, with: "x")
        let parts = filled.split(separator: ".", omittingEmptySubsequences: false)
        return (2...3).contains(parts.count)
            && parts.allSatisfy { part in
                !part.isEmpty && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }
            }
    }

    private func uciSettings() -> [UCIStep.Setting]? {
        guard let entries = entries() else { return nil }
        let settings = entries.compactMap { key, node -> UCIStep.Setting? in
            guard Self.isUCIName(key) else {
                node.fail(Self.uciNames)
                return nil
            }
            let isSection = key.split(separator: ".").count == 2
            if node.kind == .sequence, !isSection {
                return node.strings().map { UCIStep.Setting(key, $0, isList: true) }
            }
            return node.string().map { UCIStep.Setting(key, [$0]) }
        }
        return settings.count == entries.count ? settings : nil
    }

    private func commandStep() -> CommandStep? {
        guard let fields = mapping(allowed: ["run", "undo", "check"]) else { return nil }
        let run = fields.required("run")?.string()
        // Without an undo nothing could be promised; `undo: ""` says that there is nothing to take back.
        let undo = fields.required("undo")?.string()
        let check = fields.optional("check").map { $0.string() } ?? ""
        guard let run, let undo, let check else { return nil }
        return CommandStep(run: run, undo: undo, check: check)
    }

    private func waitForStep() -> WaitForStep? {
        guard let fields = mapping(allowed: ["command", "handshakes", "originators", "within"]) else { return nil }
        let within = fields.optional("within").map { $0.seconds(in: 1...3600) } ?? 60
        let conditions = [
            fields.optional("command").flatMap { $0.string() }.map { WaitForStep.Condition.command($0) },
            fields.optional("handshakes").flatMap { $0.handshakes() },
            fields.optional("originators").flatMap { $0.originators() },
        ].compactMap { $0 }
        guard conditions.count == 1, let condition = conditions.first else {
            fail("expected one of command, handshakes, originators")
            return nil
        }
        return within.map { WaitForStep(condition: condition, within: $0) }
    }

    private func handshakes() -> WaitForStep.Condition? {
        guard let fields = mapping(allowed: ["interface", "peers", "max_age"]) else { return nil }
        let interface = fields.required("interface")?.string()
        let peers = fields.required("peers")?.string()
        let age = fields.optional("max_age").map { $0.seconds(in: 1...86_400) } ?? 180
        guard let interface, let peers, let age else { return nil }
        return .handshakes(interface: interface, peers: peers, maximumAge: age)
    }

    private func originators() -> WaitForStep.Condition? {
        guard let fields = mapping(allowed: ["batman", "interface", "count"]) else { return nil }
        let batman = fields.required("batman")?.string()
        let interface = fields.required("interface")?.string()
        let count = fields.required("count")?.string()
        guard let batman, let interface, let count else { return nil }
        return .originators(batman: batman, interface: interface, count: count)
    }
}
