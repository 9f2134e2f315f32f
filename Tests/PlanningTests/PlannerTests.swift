import FleetModel
import Planning
import Testing

struct PlannerTests {
    private let north = PlannerTests.domain("ffmuc_muc_nord", port: 40003)
    private let south = PlannerTests.domain("ffmuc_muc_sued", port: 40004)

    private static func domain(_ code: String, port: Int) -> Domain {
        Domain(
            code: code,
            shortName: String(code.dropFirst(6)),
            dialect: .ffmuc,
            seed: String(repeating: "ab", count: 32),
            fastd: nil,
            wireGuard: Domain.WireGuard(port: port, mtu: 1406),
            prefix6: []
        )
    }

    private func gateway(_ name: String, _ domains: [Domain]) -> Gateway {
        Gateway(name: name, address: name, port: nil, externalName: name, domains: domains.map(\.code))
    }

    private func fleet(_ gateways: [Gateway]) -> Fleet {
        Fleet(
            community: Community(name: "Test", dialect: .ffmuc, domainPrefixes: ["ffmuc_"]),
            broker: nil,
            ssh: Fleet.SSH(),
            domains: [north, south],
            gateways: gateways,
            nodes: []
        )
    }

    private func rollout(
        on: String = "all",
        confirm: RolloutFile.Confirmation = .together,
        step: NamedStep = NamedStep(name: "wait", step: .command(CommandStep(run: "true", undo: "", check: "")))
    ) -> RolloutFile {
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
        let phase = RolloutFile.Phase(name: "gateways", playbook: playbook, on: on, confirm: confirm)
        return RolloutFile(name: "day", description: "", phases: [phase])
    }

    @Test func `a gate that compares nodes is told where nobody knows any`() throws {
        let fleet = fleet([gateway("gw1", [north])])
        var rollout = rollout()
        rollout.phases[0].gate = Gate([GateCondition(.nodesLost(most: 0.02))])
        let told = try Planner(fleet: fleet).plan(id: "p", for: rollout, narrowedTo: nil).guesses
        #expect(told.contains { $0.contains("no node of ffmuc_muc_nord; import them, or leave nodes_lost") })
        rollout.phases[0].gate = Gate([GateCondition(.word(.fdb))])
        #expect(try Planner(fleet: fleet).plan(id: "p", for: rollout, narrowedTo: nil).guesses.isEmpty)
    }

    @Test func `a gate about a key exchange that nobody knows is refused`() throws {
        let fleet = fleet([gateway("gw1", [north])])
        var rollout = rollout()
        rollout.phases[0].gate = Gate([GateCondition(.word(.broker))])
        let error = #expect(throws: PlanError.self) {
            try Planner(fleet: fleet).plan(id: "p", for: rollout, narrowedTo: nil)
        }
        #expect(error.map { "\($0)" }?.contains("gate/broker: the inventory has no broker to ask") == true)
    }

    @Test func `a window that no transaction fits into is refused`() throws {
        let fleet = fleet([gateway("gw1", [north])])
        var rollout = rollout()
        // One minute, and a transaction may last 90 s.
        rollout.window = MaintenanceWindow(weekdays: [6], opens: 60, closes: 61, timeZone: "Europe/Berlin")
        #expect(throws: PlanError.self) { try Planner(fleet: fleet).plan(id: "p", for: rollout, narrowedTo: nil) }
        rollout.window?.closes = 62
        #expect(throws: Never.self) { try Planner(fleet: fleet).plan(id: "p", for: rollout, narrowedTo: nil) }
    }

    @Test func `domain follows domain, and in each one gateway follows another`() throws {
        let fleet = fleet([gateway("gw1", [north, south]), gateway("gw2", [north])])
        let plan = try Planner(fleet: fleet).plan(id: "p", for: rollout(), narrowedTo: nil)
        let north1 = UnitID(host: "gw1", scope: north.code)
        let north2 = UnitID(host: "gw2", scope: north.code)
        let south1 = UnitID(host: "gw1", scope: south.code)
        #expect(
            plan.phases[0].waves == [
                Plan.Wave(units: [north1], confirms: false),
                Plan.Wave(units: [north2], confirms: true),
                Plan.Wave(units: [south1], confirms: true),
            ]
        )
        #expect(plan.hosts == ["gw1", "gw2"])
    }

    @Test func `a selector narrows what the file names`() throws {
        let fleet = fleet([gateway("gw1", [north]), gateway("gw2", [north])])
        let planner = Planner(fleet: fleet)
        let plan = try planner.plan(id: "p", for: rollout(), narrowedTo: try Selector("gateway:gw2"))
        #expect(plan.units.map(\.host) == ["gw2"])
        #expect(throws: PlanError.self) {
            try planner.plan(id: "p", for: rollout(on: "gateway:gw1"), narrowedTo: try Selector("gateway:gw2"))
        }
    }

    @Test func `the keys of a domain's other gateways are needed even when the rollout leaves them out`() throws {
        let fleet = fleet([gateway("gw1", [north]), gateway("gw2", [north, south]), gateway("gw3", [south])])
        let plan = try Planner(fleet: fleet).plan(id: "p", for: rollout(), narrowedTo: try Selector("gateway:gw1"))
        #expect(plan.units == [UnitID(host: "gw1", scope: north.code)])
        #expect(plan.phases[0].preparations == plan.units + [UnitID(host: "gw2", scope: north.code)])
        #expect(plan.hosts == ["gw1", "gw2"])
    }

    @Test func `a name that no template may use is found on paper`() throws {
        let step = NamedStep(name: "x", step: .command(CommandStep(run: "echo {{pasword}}", undo: "", check: "")))
        let error = #expect(throws: PlanError.self) {
            try Planner(fleet: fleet([gateway("gw1", [north])])).plan(
                id: "p",
                for: rollout(step: step),
                narrowedTo: nil
            )
        }
        #expect(error?.path == "day/phases/gateways/book")
        #expect(error?.message.contains("unknown name «pasword»") == true)
    }

    @Test func `gateways know the others of their domain with key, address and endpoint`() throws {
        let text = "{{#peers}}{{name}} {{public_key}} {{link_local}} {{external_name}};{{/peers}}{{peer_count}}"
        let step = NamedStep(
            name: "x",
            step: .file(FileStep(path: "/x", content: text, mode: "0644", owner: "root:root"))
        )
        let fleet = fleet([gateway("gw1", [north]), gateway("gw2", [north]), gateway("gw3", [south])])
        let key = "TszFS3oFRdhsJP3K0VOlklGMGYZy+oFCtlaghXJqW2g="
        let renderer = UnitRenderer(fleet: fleet, keys: [UnitID(host: "gw2", scope: north.code): key])
        let rendered = try renderer.render(
            rollout(step: step).phases[0].playbook,
            for: UnitID(host: "gw1", scope: north.code)
        )
        guard case .file(let file) = rendered.steps[0].step else { return #expect(Bool(false), "no file step") }
        let address = Dialect.ffmuc.linkLocal(of: try WireGuardKey(key))
        #expect(file.content == "gw2 \(key) \(address) gw2;1")
    }
}
