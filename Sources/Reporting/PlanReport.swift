package import Planning
package import Rollouts

/// A plan for people and for programs: its waves, and what would change in which file.
package struct PlanReport: Sendable {
    private let plan: Plan
    private let previews: [UnitID: UnitPreview]

    package init(_ plan: Plan, previews: [UnitID: UnitPreview]) {
        self.plan = plan
        self.previews = previews
    }

    /// One object: `id`, `name`, `phases` (`name`, `playbook`, `waves` of `units`, `confirms`) and `hosts` (`name`,
    /// `scope`, `error`, `files` of `path`, `change`, `diff`).
    package var json: String {
        ReportValue.fields([
            "id": .text(plan.id),
            "name": .text(plan.name),
            "phases": .list(plan.phases.map(phase)),
            "hosts": .list(plan.units.map(host)),
        ]).json
    }

    private func phase(_ phase: Plan.Phase) -> ReportValue {
        .fields([
            "name": .text(phase.name),
            "playbook": .text(phase.playbook.name),
            "waves": .list(
                phase.waves.enumerated().map { index, wave in
                    .fields([
                        "number": .number(index + 1),
                        "confirms": .boolean(wave.confirms),
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
        for phase in plan.phases {
            text += "\nphase \(phase.name), playbook \(phase.playbook.name)\n"
            for (index, wave) in phase.waves.enumerated() {
                let units = wave.units.map(\.description).joined(separator: ", ")
                text += "  wave \(index + 1): \(units)" + (wave.confirms ? ", then confirm\n" : "\n")
            }
        }
        for unit in plan.units {
            guard let preview = previews[unit] else { continue }
            text += "\n" + style.heading("\(unit)") + "\n"
            if let error = preview.error { text += "  can't be read: \(ReportValue.text(error).line)\n" }
            for file in preview.files {
                text += "  \(file.change.rawValue) \(ReportValue.text(file.path).line)\n"
                guard file.change != .same else { continue }
                text += diff(file).text.split(separator: "\n").map { "    \($0)\n" }.joined()
            }
        }
        return text
    }

    private func diff(_ file: UnitPreview.File) -> LineDiff {
        LineDiff(from: Redaction.text(file.old ?? ""), to: Redaction.text(file.new))
    }
}
