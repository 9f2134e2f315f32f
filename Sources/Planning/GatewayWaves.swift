import FleetModel

/// Divides the gateways of a phase into waves: one gateway of a domain at a time.
struct GatewayWaves {
    let fleet: Fleet
    let phase: RolloutFile.Phase
    /// Of the phase, for errors.
    let path: String

    /// - Throws: `PlanError` where a domain would lose its last gateway without the rollout file's word.
    func waves(of gateways: [Gateway]) throws -> [Plan.Wave] {
        try refuseLastGateways(among: gateways)
        if phase.waves.isEmpty || isTogether { return single(units(of: gateways)) }
        return GatewayRule(fleet.gateways).waves(of: units(of: gateways), sizes: phase.waves)
            .map { Plan.Wave(units: $0, confirms: true) }
    }

    /// Domains share what is in scope `host`, so that there is no domain whose end could be waited for.
    private var isTogether: Bool { phase.confirm == .together && phase.playbook.scope == .domain }

    /// Domain after domain, so that a failure touches one domain only.
    private func units(of gateways: [Gateway]) -> [UnitID] {
        let part = phase.playbook.role.part
        switch phase.playbook.scope {
        case .host:
            return gateways.map { UnitID(host: $0.name, scope: "host", part: part) }
        case .domain:
            return fleet.domains.flatMap { domain in
                gateways.filter { $0.domains.contains(domain.code) }
                    .map { UnitID(host: $0.name, scope: domain.code, part: part) }
            }
        }
    }

    /// One gateway after the other; together, the last one of a domain confirms all of them.
    private func single(_ units: [UnitID]) -> [Plan.Wave] {
        units.enumerated().map { index, unit in
            let isLast = index + 1 == units.count || units[index + 1].scope != unit.scope
            return Plan.Wave(units: [unit], confirms: !isTogether || isLast)
        }
    }

    private func refuseLastGateways(among gateways: [Gateway]) throws {
        guard phase.playbook.role != .opensNew, !phase.lastGateway else { return }
        let touched = Set(gateways.flatMap(\.domains))
        for domain in fleet.domains where touched.contains(domain.code) {
            let serving = fleet.gateways.filter { $0.domains.contains(domain.code) }
            guard serving.count < 2, let last = serving.first else { continue }
            throw PlanError(
                path: path,
                message: "\(last.name) is the last gateway of \(domain.code), which «\(phase.playbook.role.rawValue)» "
                    + "would leave without one; say «last_gateway: yes» if that is wanted"
            )
        }
    }
}
