import FleetModel
import Planning
import Testing

struct GatewayWavesTests {
    private let fleet = Fleet.made(
        [Fleet.domain("east"), Fleet.domain("north", port: 40_002), Fleet.domain("west", port: 40_003)],
        gateways: [
            Fleet.gateway("gw1", "east", "north"), Fleet.gateway("gw2", "east"), Fleet.gateway("gw3", "west"),
            Fleet.gateway("gw4", "north"),
        ],
        nodes: [Fleet.node("a", in: "east", clients: 5), Fleet.node("b", in: "west", clients: 3)]
    )

    private func phase(
        _ waves: [WaveSize] = [],
        confirm: RolloutFile.Confirmation = .each,
        on: String = "all",
        role: TransactionRole = .opensNew,
        scope: Playbook.Scope = .domain,
        lastGateway: Bool = false
    ) -> RolloutFile.Phase {
        RolloutFile.Phase(
            name: "gateways",
            playbook: .made(.gateway, role: role, scope: scope),
            on: on,
            confirm: confirm,
            waves: waves,
            lastGateway: lastGateway
        )
    }

    private func units(_ plan: Plan) -> [[String]] {
        plan.phases[0].waves.map { $0.units.map(\.description) }
    }

    @Test func `a wave never holds two gateways of a domain, and no gateway twice`() throws {
        let plan = try Plan.made(phase([.count(1), .percent(100)]), on: fleet)
        #expect(units(plan) == [["gw1/east"], ["gw2/east", "gw4/north", "gw3/west"], ["gw1/north"]])
        #expect(plan.phases[0].waves.allSatisfy { $0.confirms })
    }

    @Test func `gateways that are confirmed together come one after the other, whatever the sizes`() throws {
        let sizes = try Plan.made(phase([.percent(100)], confirm: .together), on: fleet)
        #expect(sizes.phases[0].waves == (try Plan.made(phase(confirm: .together), on: fleet).phases[0].waves))
        #expect(sizes.phases[0].waves.map(\.confirms) == [false, true, false, true, true])
    }

    @Test func `without sizes each gateway has a wave, and without a domain too`() throws {
        let plan = try Plan.made(phase(), on: fleet)
        #expect(units(plan) == [["gw1/east"], ["gw2/east"], ["gw1/north"], ["gw4/north"], ["gw3/west"]])
        let hosts = try Plan.made(phase(confirm: .together, scope: .host), on: fleet)
        #expect(units(hosts) == [["gw1/host"], ["gw2/host"], ["gw3/host"], ["gw4/host"]])
        #expect(hosts.phases[0].waves.allSatisfy { $0.confirms })
        let atOnce = try Plan.made(phase([.percent(100)], scope: .host), on: fleet)
        #expect(units(atOnce) == [["gw1/host", "gw3/host"], ["gw2/host", "gw4/host"]])
    }

    @Test(arguments: [TransactionRole.closesOld, .switchesNode], [Playbook.Scope.domain, .host])
    func `a domain keeps its last gateway unless the file says so`(
        role: TransactionRole,
        scope: Playbook.Scope
    ) throws {
        let error = #expect(throws: PlanError.self) {
            _ = try Plan.made(phase(role: role, scope: scope), on: fleet)
        }
        #expect(error?.path == "day/phases/gateways")
        #expect(error?.message.contains("gw3 is the last gateway of west") == true)
        #expect(throws: Never.self) {
            _ = try Plan.made(phase(role: role, scope: scope, lastGateway: true), on: fleet)
            _ = try Plan.made(phase(on: "not gateway:gw3", role: role, scope: scope), on: fleet)
            _ = try Plan.made(phase(scope: scope), on: fleet)
        }
    }

    @Test func `a gateway has its share of its domains' clients`() throws {
        let plan = try Plan.made(phase(), on: fleet)
        #expect(plan.stakes[UnitID(host: "gw1", scope: "east")]?.clients == 3)
        #expect(plan.stakes[UnitID(host: "gw1", scope: "east")]?.isUplink == false)
        #expect(plan.stakes[UnitID(host: "gw3", scope: "west")]?.clients == 3)
        #expect(plan.guesses.filter { $0.contains("spread evenly") }.map { $0.prefix(5) } == ["east:", "west:"])
        let hosts = try Plan.made(phase(scope: .host), on: fleet)
        #expect(hosts.stakes[UnitID(host: "gw1", scope: "host")]?.clients == 3)
    }
}
