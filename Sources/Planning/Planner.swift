package import FleetModel

/// Turns a rollout file and a fleet into a plan.
package struct Planner {
    private let fleet: Fleet

    package init(fleet: Fleet) {
        self.fleet = fleet
    }

    /// - Parameters:
    ///   - id: of the plan, unique in the workspace.
    ///   - rollout: with its playbooks, whose templates are tried out on a device of each domain.
    ///   - selection: what the command line narrows the rollout to; nil for all that its file names.
    /// - Returns: a plan that keeps the fleet and the playbooks as they are now.
    /// - Throws: `PlanError`, also when a phase has no device, as silence is not success.
    package func plan(id: String, for rollout: RolloutFile, narrowedTo selection: Selector?) throws -> Plan {
        let topology = Topology(fleet)
        var stakes = StakeBook(fleet: fleet, topology: topology)
        let phases = try rollout.phases.map { phase in
            let path = "\(rollout.name)/phases/\(phase.name)"
            let chosen = try self.selection(of: phase, narrowedTo: selection, path: path)
            let planned =
                switch phase.playbook.target {
                case .gateway: try gatewayPhase(phase, on: chosen.gateways, stakes: &stakes, path: path)
                case .node: try nodePhase(phase, on: chosen.nodes, topology, stakes: &stakes, path: path)
                }
            try checkTemplates(of: phase.playbook, for: planned.units, path: path)
            try refuseUnaskableGate(of: phase, path: path)
            return planned
        }
        try refuseShortWindow(rollout)
        try refuseUnitsInTwoPhases(phases, of: rollout)
        var plan = Plan(
            id: id,
            name: rollout.name,
            fleet: fleet,
            phases: phases,
            budget: rollout.budget,
            window: rollout.window,
            approval: rollout.approval,
            lateJoining: rollout.lateJoining,
            rehearsesRollback: rollout.rehearsesRollback,
            stakes: stakes.stakes,
            guesses: stakes.guesses
        )
        plan.guesses += phases.compactMap { gateWithoutNodes(plan, $0) }
        let domains = Set(plan.units.flatMap(plan.domains))
        plan.measuring = try rollout.measuring?.resolved(in: fleet, domains: domains, path: "\(rollout.name)/measure")
        return plan
    }

    private func selection(
        of phase: RolloutFile.Phase,
        narrowedTo selection: Selector?,
        path: String
    ) throws -> Selection {
        let selector: Selector
        do {
            selector = try Selector(phase.on)
        } catch {
            throw PlanError(path: "\(path)/on", message: "\(error)")
        }
        var chosen = selector.selection(from: fleet)
        guard let narrowed = selection?.selection(from: fleet) else { return chosen }
        let gateways = Set(narrowed.gateways.map(\.name))
        let nodes = Set(narrowed.nodes.map(\.id))
        chosen.gateways.removeAll { !gateways.contains($0.name) }
        chosen.nodes.removeAll { !nodes.contains($0.id) }
        return chosen
    }

    private func gatewayPhase(
        _ phase: RolloutFile.Phase,
        on gateways: [Gateway],
        stakes: inout StakeBook,
        path: String
    ) throws -> Plan.Phase {
        let waves = try GatewayWaves(fleet: fleet, phase: phase, path: path).waves(of: gateways)
        guard !waves.isEmpty else {
            throw PlanError(path: path, message: "«\(phase.on)» selects no gateway with a domain")
        }
        let units = waves.flatMap(\.units)
        stakes.addGateways(units)
        return Plan.Phase(
            name: phase.name,
            playbook: phase.playbook,
            waves: waves,
            // Whoever closes was prepared when it opened.
            preparations: phase.playbook.role.part == .close ? [] : preparations(for: units),
            policy: phase.policy
        )
    }

    private func nodePhase(
        _ phase: RolloutFile.Phase,
        on nodes: [Node],
        _ topology: Topology,
        stakes: inout StakeBook,
        path: String
    ) throws -> Plan.Phase {
        guard !nodes.isEmpty else { throw PlanError(path: path, message: "«\(phase.on)» selects no node") }
        let part = phase.playbook.role.part
        let units = nodes.map { UnitID(host: $0.id, scope: $0.domain, part: part) }
        stakes.addNodes(units)
        let ordered = phase.order.sorted(units, by: stakes.stakes)
        let waves = UplinkRule(topology).waves(of: ordered, sizes: phase.waves)
        return Plan.Phase(
            name: phase.name,
            playbook: phase.playbook,
            // Nodes don't wait for those of later waves: their timers would run out.
            waves: waves.map { Plan.Wave(units: $0, confirms: true) },
            preparations: [],
            policy: phase.policy
        )
    }

    /// The units, and all others of their domains.
    private func preparations(for units: [UnitID]) -> [UnitID] {
        let scopes = Set(units.map(\.scope))
        let others = fleet.gateways.flatMap { gateway in
            gateway.domains.filter(scopes.contains).map { UnitID(host: gateway.name, scope: $0) }
        }
        let known = Set(units)
        return units + others.filter { !known.contains($0) }
    }

    /// A transaction that would outlast the window would never begin.
    private func refuseShortWindow(_ rollout: RolloutFile) throws {
        guard let window = rollout.window else { return }
        let open = (window.closes - window.opens + 1440) % 1440
        let seconds = (open == 0 ? 1440 : open) * 60
        for phase in rollout.phases {
            let longest = (phase.deadline?.maximum ?? phase.playbook.deadline) + phase.playbook.revertBound
            guard longest > seconds else { continue }
            throw PlanError(
                path: "\(rollout.name)/window",
                message: "is open for \(seconds) s, but a transaction of phase «\(phase.name)» may last \(longest) s"
            )
        }
    }

    /// Of a key exchange that the inventory doesn't know there is nothing to be found, which is not success.
    private func refuseUnaskableGate(of phase: RolloutFile.Phase, path: String) throws {
        for condition in phase.gate?.conditions ?? [] {
            guard case .word(let word) = condition.kind, word.isOfExchange else { continue }
            let missing = word == .broker ? fleet.broker == nil : fleet.broker?.mqtt == nil
            guard missing else { continue }
            let what = word == .broker ? "no broker" : "no MQTT server of a broker"
            throw PlanError(path: "\(path)/gate/\(word.rawValue)", message: "the inventory has \(what) to ask")
        }
    }

    /// Of nodes that nobody knows none is lost: a rollout with such a gate ends before it changes anything.
    private func gateWithoutNodes(_ plan: Plan, _ phase: Plan.Phase) -> String? {
        let domains = Set(phase.units.flatMap(plan.domains))
        guard phase.policy.gate?.comparesNodes ?? false,
            !fleet.nodes.contains(where: { domains.contains($0.domain) })
        else { return nil }
        return "phase «\(phase.name)»: its gate compares nodes or clients, and the inventory has no node of "
            + "\(domains.sorted().joined(separator: ", ")); import them, or leave nodes_lost and clients out"
    }

    /// One transaction of a role for each device and scope in a rollout: a second one would have the first one's id.
    private func refuseUnitsInTwoPhases(_ phases: [Plan.Phase], of rollout: RolloutFile) throws {
        var seen: [UnitID: String] = [:]
        for phase in phases {
            for unit in phase.units {
                if unit.part == nil, let closing = seen[UnitID(host: unit.host, scope: unit.scope, part: .close)] {
                    throw PlanError(
                        path: "\(rollout.name)/phases/\(phase.name)",
                        message: "\(unit) would be closed in phase «\(closing)» before this one opens it"
                    )
                }
                if let other = seen.updateValue(phase.name, forKey: unit) {
                    throw PlanError(
                        path: "\(rollout.name)/phases/\(phase.name)",
                        message: "\(unit) is in phase «\(other)», too; expected each device and scope in one phase, "
                            + "and in a later one that closes"
                    )
                }
            }
        }
    }

    /// A name that no template may use is found now, on paper; which names there are depends on the domain only.
    private func checkTemplates(of playbook: Playbook, for units: [UnitID], path: String) throws {
        let renderer = UnitRenderer(fleet: fleet, keys: [:])
        var scopes: Set<String> = []
        for unit in units where scopes.insert(unit.scope).inserted {
            do {
                _ = try renderer.render(playbook, for: unit)
            } catch {
                throw PlanError(path: "\(path)/\(playbook.name)", message: "\(error)")
            }
        }
    }
}

extension RolloutFile.Phase {
    fileprivate var policy: Plan.Policy {
        Plan.Policy(
            confirm: confirm,
            concurrency: concurrency,
            soak: soak,
            deadline: deadline,
            onFailure: onFailure,
            gate: gate
        )
    }
}
