import FleetModel
import Planning

extension Plan {
    /// One gateway, `gw1`, in the domain `north`.
    static var sample: Plan {
        let unit = UnitID(host: "gw1", scope: "north")
        let step = NamedStep(name: "x", step: .command(CommandStep(run: "true", undo: "", check: "")))
        let playbook = Playbook(
            name: "book",
            description: "",
            target: .gateway,
            scope: .domain,
            role: .opensNew,
            deadline: 60,
            revertBound: 30,
            modules: [],
            prepare: [],
            steps: [step],
            verify: []
        )
        let phase = Phase(name: "gateways", playbook: playbook, waves: [Wave(units: [unit], confirms: true)])
        return Plan(id: "plan-1", name: "day", fleet: .sample, phases: [phase])
    }
}
