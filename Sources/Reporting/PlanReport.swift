import FleetModel
package import Planning
package import Rollouts

/// A plan for people and for programs: its waves, and what would change in which file.
package struct PlanReport: Sendable {
    private let plan: Plan
    private let previews: [UnitID: UnitPreview]
    private let stakes: WaveStakes

    package init(_ plan: Plan, previews: [UnitID: UnitPreview]) {
        self.plan = plan
        self.previews = previews
        stakes = WaveStakes(plan)
    }

    /// One object: `id`, `name`, `policy` (`PlanPolicies.value`), `guesses`, `phases` (`name`, `playbook`, `firmware`, `policy`,
    /// `waves` of `units`, `confirms`, `size`, `clients`, `dependents`) and `hosts` (`name`, `scope`, `error`, `files` of
    /// `path`, `change`, `diff`).
    package var json: String {
        ReportValue.fields([
            "id": .text(plan.id),
            "name": .text(plan.name),
            "policy": PlanPolicies.value(of: plan),
            "guesses": ReportValue(plan.guesses),
            "phases": .list(plan.phases.map(phase)),
            "hosts": .list(plan.units.map(host)),
        ]).json
    }

    private func phase(_ phase: Plan.Phase) -> ReportValue {
        .fields([
            "name": .text(phase.name),
            "playbook": .text(phase.playbook.name),
            "firmware": ReportValue(phase.playbook.firmware?.release),
            "policy": PlanPolicies.value(of: phase.policy),
            "waves": .list(
                phase.waves.enumerated().map { index, wave in
                    .fields([
                        "number": .number(index + 1),
                        "confirms": .boolean(wave.confirms),
                        "size": .number(wave.units.count),
                        "clients": .number(stakes.clients(of: wave)),
                        "dependents": .number(stakes.dependents(of: wave).count),
                        "units": .list(
                            wave.units.map { .fields(["host": .text($0.host), "scope": .text($0.scope)]) }
                        ),
                    ])
                }
            ),
        ])
    }

    private func host(_ unit: UnitID) -> ReportValue {
        let preview = previews[unit]
        return .fields([
            "name": .text(unit.host),
            "scope": .text(unit.scope),
            "error": ReportValue(preview?.error),
            "files": .list(
                (preview?.files ?? []).map { file in
                    .fields([
                        "path": .text(file.path),
                        "change": .text(file.change.rawValue),
                        "diff": .text(diff(file).text),
                    ])
                }
            ),
        ])
    }

    package func text(style: TextStyle) -> String {
        var text = style.heading("plan \(plan.id): \(plan.name)") + "\n"
        text += PlanPolicies.lines(of: plan).map { "  \($0)\n" }.joined()
        for phase in plan.phases {
            text += "\nphase \(phase.name), playbook \(phase.playbook.name)\n"
            if let firmware = phase.playbook.firmware {
                text += "  new firmware first, \(firmware.release): nothing takes it back\n"
            }
            text += PlanPolicies.lines(of: phase.policy).map { "  \($0)\n" }.joined()
            for (index, wave) in phase.waves.enumerated() {
                let units = wave.units.map(\.description).joined(separator: ", ")
                text += "  wave \(index + 1): \(units)" + (wave.confirms ? ", then confirm\n" : "\n")
                text += "    \(stake(of: wave))\n"
            }
        }
        if !plan.guesses.isEmpty {
            text += "\n" + style.heading("guessed") + "\n"
            text += plan.guesses.map { "  \($0.escapingControls)\n" }.joined()
        }
        return text + plan.units.map { preview(of: $0, style: style) }.joined()
    }

    private func stake(of wave: Plan.Wave) -> String {
        let devices = wave.units.count
        let clients = stakes.clients(of: wave)
        let dependents = stakes.dependents(of: wave).count
        return "\(devices) \(devices == 1 ? "device" : "devices"), \(clients) \(clients == 1 ? "client" : "clients")"
            + (dependents > 0 ? ", nodes that depend on it: \(dependents)" : "")
    }

    private func preview(of unit: UnitID, style: TextStyle) -> String {
        guard let preview = previews[unit] else { return "" }
        var text = "\n" + style.heading("\(unit)") + "\n"
        if let error = preview.error { text += "  can't be read: \(ReportValue.text(error).line)\n" }
        for file in preview.files {
            text += "  \(file.change.rawValue) \(ReportValue.text(file.path).line)\n"
            guard file.change != .same else { continue }
            text += diff(file).text.split(separator: "\n").map { "    \($0)\n" }.joined()
        }
        return text
    }

    private func diff(_ file: UnitPreview.File) -> LineDiff {
        LineDiff(from: Redaction.text(file.old ?? ""), to: Redaction.text(file.new))
    }
}
