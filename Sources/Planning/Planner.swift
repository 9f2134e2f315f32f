package import FleetModel

/// Turns a rollout file and a fleet into a plan.
package struct Planner {
    private let fleet: Fleet

    package init(fleet: Fleet) {
        self.fleet = fleet
    }

    /// - Parameters:
    ///   - id: of the plan, unique in the workspace.
    ///   - rollout: with its playbooks, whose templates are tried out on each device.
    ///   - selection: what the command line narrows the rollout to; nil for all that its file names.
    /// - Returns: a plan that keeps the fleet and the playbooks as they are now.
    /// - Throws: `PlanError`, also when a phase has no device, as silence is not success.
    package func plan(id: String, for rollout: RolloutFile, narrowedTo selection: Selector?) throws -> Plan {
        let phases = try rollout.phases.map { phase in
            let path = "\(rollout.name)/phases/\(phase.name)"
            let gateways = try selected(by: phase, narrowedTo: selection, path: path)
            let waves = waves(of: gateways, in: phase)
            guard !waves.isEmpty else {
                throw PlanError(path: path, message: "«\(phase.on)» selects no gateway with a domain")
            }
            try checkTemplates(of: phase.playbook, for: waves.flatMap(\.units), path: path)
            return Plan.Phase(
                name: phase.name,
                playbook: phase.playbook,
                waves: waves,
                preparations: preparations(for: waves)
            )
        }
        try refuseUnitsInTwoPhases(phases, of: rollout)
        return Plan(id: id, name: rollout.name, fleet: fleet, phases: phases)
    }

    /// One transaction for each device and scope in a rollout: a second one would have the first one's id.
    private func refuseUnitsInTwoPhases(_ phases: [Plan.Phase], of rollout: RolloutFile) throws {
        var seen: [UnitID: String] = [:]
        for phase in phases {
            for unit in phase.units {
                if let other = seen.updateValue(phase.name, forKey: unit) {
                    throw PlanError(
                        path: "\(rollout.name)/phases/\(phase.name)",
                        message: "\(unit) is in phase «\(other)», too; expected each device and scope in one phase"
                    )
                }
            }
        }
    }

    private func selected(
        by phase: RolloutFile.Phase,
        narrowedTo selection: Selector?,
        path: String
    ) throws -> [Gateway] {
        let selector: Selector
        do {
            selector = try Selector(phase.on)
        } catch {
            throw PlanError(path: "\(path)/on", message: "\(error)")
        }
        let chosen = selector.selection(from: fleet).gateways
        guard let selection else { return chosen }
        let narrowed = Set(selection.selection(from: fleet).gateways.map(\.name))
        return chosen.filter { narrowed.contains($0.name) }
    }

    /// One gateway of a domain at a time.
    ///
    /// Domain after domain, so that a failure touches one domain only.
    private func waves(of gateways: [Gateway], in phase: RolloutFile.Phase) -> [Plan.Wave] {
        switch phase.playbook.scope {
        case .host:
            return gateways.map { Plan.Wave(units: [UnitID(host: $0.name, scope: "host")], confirms: true) }
        case .domain:
            return fleet.domains.flatMap { domain in
                let serving = gateways.filter { $0.domains.contains(domain.code) }
                return serving.enumerated().map { index, gateway in
                    Plan.Wave(
                        units: [UnitID(host: gateway.name, scope: domain.code)],
                        confirms: phase.confirm == .each || index == serving.count - 1
                    )
                }
            }
        }
    }

    private func preparations(for waves: [Plan.Wave]) -> [UnitID] {
        let units = waves.flatMap(\.units)
        let scopes = Set(units.map(\.scope))
        let others = fleet.gateways.flatMap { gateway in
            gateway.domains.filter(scopes.contains).map { UnitID(host: gateway.name, scope: $0) }
        }
        return units + others.filter { !units.contains($0) }
    }

    /// A name that no template may use is found now, on paper.
    private func checkTemplates(of playbook: Playbook, for units: [UnitID], path: String) throws {
        let renderer = UnitRenderer(fleet: fleet, keys: [:])
        for unit in units {
            do {
                _ = try renderer.render(playbook, for: unit)
            } catch {
                throw PlanError(path: "\(path)/\(playbook.name)", message: "\(error)")
            }
        }
    }
}
