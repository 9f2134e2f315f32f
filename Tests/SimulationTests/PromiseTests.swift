import Foundation
import Planning
import Rollouts
import Simulation
import Testing
import UmstiegTesting

struct PromiseTests {
    @Test func `no promise is broken in 2,000 rollouts with faults`() async {
        let terrains = (0..<Scenario.varieties).map { Terrain(Scenario.plan($0)) }
        let count = Int(ProcessInfo.processInfo.environment["SIMULATIONS"] ?? "") ?? 2000
        let found = await Sweep.map(0..<max(count, 0)) { number in
            Counterexample.find(
                with: RolloutMachine.self,
                on: terrains[number % terrains.count],
                seed: UInt64(number),
                rate: Scenario.faultRate(of: number, upTo: 0.02)
            )
        }
        if let first = found.lazy.compactMap(\.self).first { Issue.record("\(first)") }
    }
}
