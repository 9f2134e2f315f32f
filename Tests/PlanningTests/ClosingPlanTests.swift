import FleetModel
import Planning
import Testing

/// Plans of a day in two transactions for each device.
struct ClosingPlanTests {
    private let fleet = Fleet.made(
        [Fleet.domain("nord")],
        gateways: [Fleet.gateway("gw1", "nord"), Fleet.gateway("gw2", "nord")],
        nodes: [Fleet.node("a", in: "nord", clients: 1), Fleet.node("b", in: "nord", clients: 2)],
        links: [.vpn(node: "a", gateway: "gw1"), .vpn(node: "b", gateway: "gw1"), .mesh("a", "b")]
    )

    private func phase(
        _ name: String,
        _ target: Playbook.Target,
        _ role: TransactionRole
    ) -> RolloutFile.Phase {
        RolloutFile.Phase(name: name, playbook: .made(target, role: role), on: "all", confirm: .each)
    }

    private func plan(_ phases: RolloutFile.Phase...) throws -> Plan {
        try Planner(fleet: fleet).plan(
            id: "p",
            for: RolloutFile(name: "day", description: "", phases: phases),
            narrowedTo: nil
        )
    }

    private var opening: RolloutFile.Phase { phase("open", .node, .switchesNode) }
    private var closing: RolloutFile.Phase { phase("close", .node, .closesOld) }

    @Test func `a device may be in two phases, when the second one closes`() throws {
        let plan = try plan(opening, closing)
        #expect(plan.phases.map { Set($0.units.map(\.part)) } == [[nil], [.close]])
        #expect(plan.hosts == ["a", "b"])
        #expect(plan.units.count == 4)
        for unit in plan.phases[1].units {
            #expect(unit.opening.map(plan.phases[0].units.contains) == true)
            #expect(plan.stakes[unit] == unit.opening.flatMap { plan.stakes[$0] }, "as much is at stake")
        }
        #expect(plan.phases[1].preparations == [])
    }

    @Test func `a phase that closes before the one that opens is refused`() throws {
        let error = #expect(throws: PlanError.self) { try plan(closing, opening) }
        #expect(
            error?.description
                == "day/phases/open: a/nord/close would be closed in phase «close» before this one opens it"
                || error?.description
                    == "day/phases/open: a/nord would be closed in phase «close» before this one opens it"
        )
    }

    @Test func `the same transaction twice is refused, whichever it is`() {
        #expect(throws: PlanError.self) { try plan(opening, phase("again", .node, .switchesNode)) }
        #expect(throws: PlanError.self) { try plan(opening, closing, phase("again", .node, .closesOld)) }
    }

    @Test func `gateways close one after the other and aren't prepared again`() throws {
        let plan = try plan(phase("gateways-close", .gateway, .closesOld))
        #expect(plan.phases[0].waves.map { $0.units.map(\.description) } == [["gw1/nord/close"], ["gw2/nord/close"]])
        #expect(plan.phases[0].preparations.isEmpty)
    }

    @Test func `a unit tells which of its device's transactions it is, and the plan keeps it`() throws {
        let unit = UnitID(host: "a", scope: "nord", part: .close)
        #expect(unit.description == "a/nord/close")
        #expect(unit.opening == UnitID(host: "a", scope: "nord"))
        #expect(unit.opening?.opening == nil)
        #expect([unit, UnitID(host: "a", scope: "nord")].sorted().map(\.part) == [nil, .close])
        #expect(TransactionRole.allCases.map(\.part) == [nil, nil, .close])
    }

    // MARK: - For each

    private func render(_ step: UCIStep, peers: [String]) throws -> UCIStep {
        let elements = peers.enumerated().map { number, name -> [String: TemplateContext.Value] in
            ["number": .text("\(number + 1)"), "name": .text(name)]
        }
        let context = TemplateContext(values: ["peers": .list(elements), "domain": .text("it's nord")])
        guard case .uci(let rendered) = try NamedStep(name: "uci", step: .uci(step)).rendered(with: context).step
        else { return step }
        return rendered
    }

    private let each = UCIStep(
        settings: [.init("wireguard.peer_{{number}}", ["peer"]), .init("wireguard.peer_{{number}}.x", ["{{name}}"])],
        deletions: ["wireguard.old_{{number}}"],
        forEach: "peers",
        reload: "reload {{domain}}"
    )

    @Test func `settings are made for each element of a list, and it is reloaded once`() throws {
        let rendered = try render(each, peers: ["gw1", "$(reboot)"])
        #expect(
            rendered
                == UCIStep(
                    settings: [
                        .init("wireguard.peer_1", ["peer"]), .init("wireguard.peer_1.x", ["gw1"]),
                        .init("wireguard.peer_2", ["peer"]), .init("wireguard.peer_2.x", ["$(reboot)"]),
                    ],
                    deletions: ["wireguard.old_1", "wireguard.old_2"],
                    reload: "reload 'it'\\''s nord'"
                )
        )
    }

    @Test func `for an empty list nothing is set, but a wrong name is still found`() throws {
        #expect(try render(each, peers: []).settings.isEmpty)
        var wrong = each
        wrong.settings.append(.init("a.b.c", ["{{nmae}}"]))
        #expect(throws: Template.UnknownName.self) { try render(wrong, peers: []) }
    }

    @Test func `a list that isn't there is an error with those that are`() {
        var wrong = each
        wrong.forEach = "pears"
        let error = #expect(throws: Template.UnknownName.self) { try render(wrong, peers: ["gw1"]) }
        #expect(error?.name == "pears")
        wrong.forEach = "domain"
        #expect(throws: Template.UnknownName.self) { try render(wrong, peers: ["gw1"]) }
    }

    @Test func `a node's key is asked for by a command whose values are quoted`() throws {
        let step = NamedStep(name: "key", step: .nodeKey(NodeKeyStep(command: "key {{domain}}")))
        let context = TemplateContext(values: ["domain": .text("a b; reboot")])
        #expect(
            try step.rendered(with: context).step == .nodeKey(NodeKeyStep(command: "key 'a b; reboot'"))
        )
    }
}
