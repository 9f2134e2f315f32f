import Planning
import Simulation
import Testing
import UmstiegTesting

/// The simulation is worth as much as the faults that it finds.
struct BrokenMachineTests {
    private static let seeds: UInt64 = 400

    /// The first counterexample of some hundred seeds.
    private func caught<Machine: RolloutDeciding>(_ machine: Machine.Type, rate: Double = 0.02) throws -> Counterexample
    {
        let found = (0..<Self.seeds).lazy.compactMap { seed in
            Counterexample.find(
                with: machine,
                on: Terrain(Scenario.plan(Int(seed) % Scenario.varieties)),
                seed: seed,
                rate: rate
            )
        }.first
        let counterexample = try #require(found, "it isn't caught")
        let text = "\(counterexample)"
        #expect(text.hasPrefix("seed \(counterexample.seed)\n"))
        #expect(text.contains("\nevents\n"))
        #expect(text.contains("s  started\n"))
        return counterexample
    }

    @Test func `a machine that confirms before it has checked is caught without any fault`() throws {
        let found = try caught(ConfirmsUnchecked.self, rate: 0)
        #expect(found.violations.contains { $0.promise == .silenceIsNotSuccess })
        #expect(found.description.contains("→ confirm"))
    }

    @Test func `a machine that forgets a host when it goes on is caught`() throws {
        let found = try caught(ForgetsHostOnResume.self)
        #expect(found.violations.contains { $0.promise == .noNodeLeftBehind })
        #expect(found.description.contains("controllerKilled") || found.description.contains("resumed"))
    }

    @Test func `a machine that ignores unreachable hosts is caught`() throws {
        let found = try caught(IgnoresUnreachable.self)
        #expect(found.violations.contains { $0.promise == .silenceIsNotSuccess })
        #expect(!found.faults.isEmpty)
    }

    @Test func `a machine that begins again without asking is caught`() throws {
        let found = try caught(BeginsAgainUnasked.self)
        #expect(found.violations.contains { $0.promise == .journalKnows && $0.message.contains("twice") })
        #expect(found.description.contains("resumed"))
    }

    @Test func `a machine that ignores its gates is caught`() throws {
        let found = try caught(IgnoresGate.self)
        #expect(found.violations.contains { $0.promise == .silenceIsNotSuccess && $0.message.contains("the gate") })
    }

    @Test func `a machine that acts before it writes down is caught without any fault`() throws {
        let found = try caught(ActsBeforeRecording.self, rate: 0)
        #expect(found.violations.contains { $0.promise == .journalKnows && $0.message.contains("without an intent") })
    }

    /// Whether some rollout with faults breaks the promise in just that way; the shortest one may break another.
    private func isCaught<Machine: RolloutDeciding>(_ machine: Machine.Type, saying message: String) -> Bool {
        (0..<Self.seeds).contains { seed in
            var simulation = Simulation<Machine>(
                Terrain(Scenario.plan(Int(seed) % Scenario.varieties)),
                seed: seed,
                faults: .random(rate: 0.02)
            )
            return simulation.run().violations.contains {
                $0.promise == .noNodeLeftBehind && $0.message.contains(message)
            }
        }
    }

    @Test func `a machine that closes nodes that aren't open is caught`() {
        #expect(isCaught(ClosesUnopened.self, saying: "closes without being open"))
    }

    @Test func `a machine that closes gateways under nodes that need them is caught`() {
        #expect(isCaught(ClosesGatewaysEarly.self, saying: "closes under d"))
    }

    @Test func `a machine that takes opens back before closes is caught`() {
        #expect(isCaught(TakesOpensBackFirst.self, saying: "is taken back under its own close"))
    }
}
