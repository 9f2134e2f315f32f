import Planning
import Rollouts
import Simulation
import Testing
import UmstiegTesting

@testable import Simulation

struct RehearsalTests {
    private static let epoch = 1_795_000_000.0

    private func rehearse(
        _ plan: Plan,
        rate: Double,
        runs: Int = 20
    ) async throws -> Rehearsal {
        let rate = try #require(FailureRate(ofSwitch: rate))
        return await Rehearsal(with: RolloutMachine.self, of: plan, runs: runs, rate: rate, from: Self.epoch)
    }

    /// All of whose hosts are online.
    private func calmPlan() -> Plan {
        var plan = Scenario.plan(1)
        for unit in plan.stakes.keys { plan.stakes[unit]?.isOffline = false }
        return plan
    }

    private func result(
        _ outcome: RolloutOutcome,
        seconds: Double,
        stoppedIn place: (Int, Int)? = nil,
        hosts: Int = 0,
        blast: Int = 0
    ) -> SimulationResult {
        var result = SimulationResult()
        result.outcome = outcome
        result.seconds = seconds
        result.stoppedIn = place.map { SimulationResult.Place(phase: $0.0, wave: $0.1) }
        result.hostsConfirmed = hosts
        result.worstBlast = blast
        return result
    }

    @Test func `runs are counted by their ends and by where they stopped, the most frequent first`() throws {
        let rate = try #require(FailureRate(ofSwitch: 0))
        let rehearsal = Rehearsal(
            [
                result(.done, seconds: 100, hosts: 10, blast: 3),
                result(.parked, seconds: 200, hosts: 8, blast: 9),
                result(.rolledBack, seconds: 50, stoppedIn: (0, 1)),
                result(.pending, seconds: 70, stoppedIn: (1, 2), hosts: 4),
                result(.pending, seconds: 60, stoppedIn: (1, 2), hosts: 4),
            ],
            rate: rate,
            hostCount: 10
        )
        #expect(rehearsal.runs == 5)
        #expect(rehearsal.outcomes == [.done: 1, .parked: 1, .rolledBack: 1, .pending: 2])
        #expect(rehearsal.stops.map(\.runs) == [2, 1])
        #expect(rehearsal.stops.first?.place == SimulationResult.Place(phase: 1, wave: 2))
        #expect(rehearsal.duration?.median == 100)
        #expect(rehearsal.duration?.worst == 200)
        #expect(rehearsal.durationToStop?.median == 60)
        #expect(rehearsal.worstBlast == 9)
        #expect(rehearsal.meanHostsSwitched == 5.2)
    }

    @Test func `a spread's values have occurred, and nine of ten are no larger than the ninetieth`() {
        #expect(Spread([]) == nil)
        #expect(Spread([7]) == Spread([7, 7, 7]))
        let spread = Spread((1...100).map(Double.init).shuffled())
        #expect(spread?.median == 50)
        #expect(spread?.ninetieth == 90)
        #expect(spread?.worst == 100)
    }

    @Test(arguments: [0, 0.05, 0.5, 1]) func `the chances of six operations add up to that of a switch`(
        rate: Double
    ) throws {
        let rate = try #require(FailureRate(ofSwitch: rate))
        var unhurt = 1.0
        for _ in 0..<6 { unhurt *= 1 - rate.ofOperation }
        #expect(abs(1 - unhurt - rate.ofSwitch) < 1e-9)
    }

    @Test(arguments: [-0.01, 1.01, 2, .nan, .infinity]) func `no chance is below nothing or above certainty`(
        rate: Double
    ) {
        #expect(FailureRate(ofSwitch: rate) == nil)
    }

    @Test func `where nothing fails, all is switched`() async throws {
        let rehearsal = try await rehearse(calmPlan(), rate: 0)
        #expect(rehearsal.brokenSeeds.isEmpty)
        #expect(rehearsal.counterexample == nil)
        #expect(rehearsal.outcomes == [.done: 20])
        #expect(rehearsal.stops.isEmpty)
        #expect(rehearsal.durationToStop == nil)
        #expect(rehearsal.hostCount == 100)
        #expect(rehearsal.meanHostsSwitched == 100)
        #expect(rehearsal.worstBlast > 0)
    }

    @Test func `the same plan has the same rehearsal`() async throws {
        let one = try await rehearse(Scenario.plan(7), rate: 0.2)
        let other = try await rehearse(Scenario.plan(7), rate: 0.2)
        #expect(one.outcomes == other.outcomes)
        #expect(one.stops == other.stops)
        #expect(one.duration == other.duration)
        #expect(one.operations == other.operations)
    }

    @Test func `each approval takes a minute`() async throws {
        var plan = calmPlan()
        plan.approval = .never
        let alone = try await rehearse(plan, rate: 0, runs: 1)
        plan.approval = .beforeEachWave
        let approved = try await rehearse(plan, rate: 0, runs: 1)
        let difference = try #require(approved.duration?.median) - (try #require(alone.duration?.median))
        #expect(difference >= 60)
    }

    @Test func `a run waits for the window, from the moment at which it begins`() async throws {
        var plan = calmPlan()
        let alone = try await rehearse(plan, rate: 0, runs: 1)
        // The epoch is a Wednesday, 22:13 in Berlin.
        plan.window = try MaintenanceWindow("Sa 10:00-22:00 Europe/Berlin")
        let waiting = try await rehearse(plan, rate: 0, runs: 1)
        let difference = try #require(waiting.duration?.median) - (try #require(alone.duration?.median))
        #expect(difference > 86_400)
    }

    @Test func `only devices fail: a single controller sees each run to its end`() {
        let terrain = Terrain(Scenario.plan(4))
        for seed in 0..<30 {
            var simulation = Simulation<RolloutMachine>(
                terrain,
                seed: UInt64(seed),
                faults: .devices(rate: 0.2),
                goesOn: false
            )
            let result = simulation.run()
            #expect(result.controllers == 1)
            for fault in result.faults.values {
                switch fault {
                case .controllerKilled, .clockSetBack, .paused, .aborted: Issue.record("\(fault) is no device's")
                default: break
                }
            }
        }
    }

    @Test func `a broken machine's rehearsal tells the seed and all that led to it`() async throws {
        let rate = try #require(FailureRate(ofSwitch: 0))
        let rehearsal = await Rehearsal(
            with: ConfirmsUnchecked.self,
            of: Scenario.plan(0),
            runs: 2,
            rate: rate,
            from: Self.epoch
        )
        #expect(rehearsal.brokenSeeds == [0, 1])
        let counterexample = try #require(rehearsal.counterexample)
        #expect(counterexample.description.hasPrefix("seed 0\n"))
        #expect(counterexample.description.contains("→ confirm"))
    }

    @Test func `each number of a sweep is worked on once, and the values stand in order`() async {
        let values = await Sweep.map(5..<505, tasks: 3) { $0 * 2 }
        #expect(values == (5..<505).map { $0 * 2 })
        #expect(await Sweep.map(0..<0) { $0 } == [])
    }
}
