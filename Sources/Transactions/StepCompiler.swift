import FleetModel
package import Planning

/// Turns rendered steps into what a device runs.
package struct StepCompiler {
    /// A step whose values can't make a device step.
    package struct Invalid: Error, Sendable, Equatable, CustomStringConvertible {
        package var step: String
        package var reason: String

        package var description: String { "step «\(step)»: \(reason)" }
    }

    private let target: Playbook.Target

    /// - Parameter target: what kind of device runs the steps.
    package init(for target: Playbook.Target) {
        self.target = target
    }

    /// - Throws: `Invalid`.
    package func compile(_ steps: [NamedStep]) throws(Invalid) -> [DeviceStep] {
        var compiled: [DeviceStep] = []
        for step in steps { compiled.append(try compile(step)) }
        return compiled
    }

    private func compile(_ named: NamedStep) throws(Invalid) -> DeviceStep {
        switch named.step {
        case .file(let step):
            return DeviceStep(name: named.name, files: [file(step)])
        case .networkd(let step):
            return networkd(step, name: named.name)
        case .wireGuardKey, .nodeKey:
            throw Invalid(step: named.name, reason: "a key is made in «prepare», before any transaction")
        case .firmware:
            throw Invalid(step: named.name, reason: "new firmware comes in «prepare», before any transaction")
        case .program:
            throw Invalid(step: named.name, reason: "a program is brought in «prepare», before any transaction")
        case .batmanOverride(let step):
            return batmanOverride(step, name: named.name)
        case .service(let step):
            return service(step, name: named.name)
        case .uci(let step):
            return DeviceStep(
                name: named.name,
                options: step.keys,
                apply: step.apply,
                reload: step.reload,
                check: step.check
            )
        case .gluon(let step):
            guard target == .node else { throw Invalid(step: named.name, reason: "only nodes run Gluon") }
            return step.deviceStep(named: named.name)
        case .command(let step):
            return DeviceStep(name: named.name, apply: step.run, check: step.check, undo: step.undo)
        case .waitFor(let step):
            return DeviceStep(name: named.name, check: step.script, checkSeconds: step.within)
        }
    }

    private func file(_ step: FileStep) -> DeviceStep.File {
        DeviceStep.File(path: step.path, content: Array(step.content.utf8), mode: step.mode, owner: step.owner)
    }

    private func networkd(_ step: NetworkdStep, name: String) -> DeviceStep {
        let units = step.units.map { NetworkdUnit(fileName: $0.path, text: $0.content) }
        return DeviceStep(
            name: name,
            files: step.units.map { unit in
                var unit = unit
                unit.path = "/etc/systemd/network/" + unit.path
                return file(unit)
            },
            links: units.compactMap(\.createdLink),
            check: NetworkdReadBack(units: units).script,
            checkSeconds: step.within
        )
    }

    private func batmanOverride(_ step: BatmanOverrideStep, name: String) -> DeviceStep {
        let override = BatmanOverride(step)
        return DeviceStep(
            name: name,
            files: [override.unitFile],
            units: [override.unitName],
            apply: override.apply,
            check: override.check,
            checkSeconds: 30,
            undo: override.drain,
            drain: override.drain,
            undrain: override.apply
        )
    }

    private func service(_ step: ServiceStep, name: String) -> DeviceStep {
        let manager = ServiceManager(of: target)
        var commands: [String] = []
        if let enabled = step.enabled { commands.append(manager.command(enabled ? "enable" : "disable", step.unit)) }
        switch step.activity {
        case .started: commands.append(manager.command("start", step.unit))
        case .restarted: commands.append(manager.command("restart", step.unit))
        case .stopped: commands.append(manager.command("stop", step.unit))
        case nil: break
        }
        let isActive = manager.isActive(step.unit)
        let unit = step.unit.shellQuoted
        let check =
            switch step.activity {
            case .started, .restarted: "\(isActive) || { echo \(unit) is not active; exit 1; }"
            case .stopped: "! \(isActive) || { echo \(unit) is still active; exit 1; }"
            case nil: ""
            }
        return DeviceStep(
            name: name,
            units: [step.unit],
            apply: commands.joined(separator: "\n"),
            check: check
        )
    }
}
