import Planning
import Rollouts
import Testing
import Transactions
import UmstiegTesting

@testable import Simulation

/// A domain is taken back while a rollout is under way, and what the fleet makes of transports that come and go.
struct EmergencyTests {
    private func run(_ seed: UInt64, _ faults: [Int: Fault]) -> SimulationResult {
        var simulation = Simulation<RolloutMachine>(
            Terrain(Scenario.plan(3)),
            seed: seed,
            faults: .scheduled(faults),
            keepsJournal: true
        )
        return simulation.run()
    }

    @Test(arguments: [true, false])
    func `at any moment a domain can be taken back, and each device is old or listed`(knowsJournal: Bool) {
        var outcomes: [RolloutOutcome: Int] = [:]
        for seed in 0..<40 {
            let result = run(UInt64(seed), [seed * 23: .emergency(knowsJournal: knowsJournal)])
            #expect(result.violations.isEmpty, "seed \(seed): \(result.violations.map(\.description))")
            if let outcome = result.emergency { outcomes[outcome, default: 0] += 1 }
        }
        #expect(outcomes[.done, default: 0] > 5, "\(outcomes)")
        #expect(outcomes[.pending, default: 0] > 0, "\(outcomes)")
    }

    @Test func `the same emergency goes the same way each time`() {
        let (one, other) = (
            run(5, [700: .emergency(knowsJournal: false)]), run(5, [700: .emergency(knowsJournal: false)])
        )
        #expect(one.emergency == other.emergency)
        #expect(one.seconds == other.seconds)
        #expect(one.journal == other.journal)
    }

    // MARK: - Transports

    private func fleet(_ change: (inout SimulatedFleet, Terrain.Scope) -> Void) -> (SimulatedFleet, Terrain.Scope) {
        let terrain = Terrain(Scenario.plan(3))
        var fleet = SimulatedFleet(terrain, dice: Dice(seed: 1))
        change(&fleet, terrain.scopes[0])
        return (fleet, terrain.scopes[0])
    }

    private func confirm(_ numbers: [Int?], _ fleet: inout SimulatedFleet) {
        for number in numbers.compactMap(\.self) { fleet.units[number].state = .confirmed }
    }

    @Test func `nobody is cut off before, between and after the transactions`() {
        let stages: [(Terrain.Scope) -> [Int?]] = [
            { _ in [] },
            { $0.gateways.map(\.opening) },
            { $0.gateways.map(\.opening) + $0.nodes.map(\.opening) },
            { $0.gateways.map(\.opening) + $0.nodes.flatMap { [$0.opening, $0.closing] } },
            { ($0.gateways + $0.nodes).flatMap { [$0.opening, $0.closing] } },
        ]
        for stage in stages {
            let (fleet, scope) = fleet { fleet, scope in confirm(stage(scope), &fleet) }
            #expect(scope.nodes.allSatisfy { fleet.isolation(of: $0, in: scope) == nil })
            #expect(fleet.isReached(scope.nodes[0].units[0], 0))
        }
    }

    @Test func `whoever has a transport that no gateway has is cut off`() {
        let cases: [((Terrain.Scope) -> [Int?], String)] = [
            ({ $0.nodes.map(\.opening) }, "runs WireGuard, and no gateway does"),
            ({ $0.gateways.map(\.opening) + $0.nodes.map(\.closing) }, "has given fastd up, and has no WireGuard"),
            ({ $0.gateways.flatMap { [$0.opening, $0.closing] } }, "has fastd alone, which no gateway serves"),
        ]
        for (confirmed, reason) in cases {
            let (fleet, scope) = fleet { fleet, scope in confirm(confirmed(scope), &fleet) }
            #expect(fleet.isolation(of: scope.nodes[0], in: scope) == reason)
        }
    }

    @Test func `a node that has closed returns by itself when WireGuard carries nothing, after its time`() throws {
        let (closed, scope) = fleet { fleet, scope in
            confirm(scope.gateways.map(\.opening) + scope.nodes.flatMap { [$0.opening, $0.closing] }, &fleet)
            fleet.outages[0] = SimulatedFleet.Outage(begins: 100, ends: 5000)
        }
        let node = scope.nodes[0].units[0]
        let closing = try #require(scope.nodes[0].closing)
        #expect(closed.isReached(node, 99))
        #expect(!closed.isReached(node, 100) && !closed.isReached(node, 699))
        #expect(closed.isReached(node, 700) && closed.hasReturned(closing, in: 0, 700))
        var short = closed
        short.outages[0] = SimulatedFleet.Outage(begins: 100, ends: 600)
        #expect(short.isReached(node, 600) && !short.hasReturned(closing, in: 0, 9000))
        var settled = closed
        settled.outages[0] = SimulatedFleet.Outage(begins: 8000, ends: .infinity)
        #expect(!settled.isReached(node, 90_000), "its probation was over")
    }
}
