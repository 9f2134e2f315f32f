import Foundation
import Rollouts
import Simulation
import UmstiegTesting

// umstieg-simulate [--rollouts N] [--from SEED] [--rate R]: simulates rollouts over 100 hosts with faults, R of them for
// each operation, on all cores, and ends with 1 at the first broken promise.

let usage = "usage: umstieg-simulate [--rollouts N] [--from SEED] [--rate R]"

func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data("error: \(message)\n\(usage)\n".utf8))
    exit(64)
}

var rollouts = 100_000
var first = 0
var rate = 0.02
var arguments = CommandLine.arguments.dropFirst()
while let name = arguments.popFirst() {
    guard let value = arguments.popFirst() else { fail("«\(name)» needs a value") }
    switch name {
    case "--rollouts":
        guard let number = Int(value), (1...1_000_000_000).contains(number) else { fail("--rollouts 1 to 1000000000") }
        rollouts = number
    case "--from":
        guard let number = Int(value), (0...1_000_000_000_000).contains(number) else { fail("--from 0 or more") }
        first = number
    case "--rate":
        guard let number = Double(value), (0...1).contains(number) else { fail("--rate 0 to 1") }
        rate = number
    default:
        fail("unknown option «\(name)»")
    }
}

let terrains = (0..<Scenario.varieties).map { Terrain(Scenario.plan($0)) }
let step = 2000
let faults = rate
let clock = ContinuousClock()
let start = clock.now
var done = 0
while done < rollouts {
    let from = first + done
    let count = min(step, rollouts - done)
    let found = await Sweep.map(from..<(from + count)) { number in
        Counterexample.find(
            with: RolloutMachine.self,
            on: terrains[number % terrains.count],
            seed: UInt64(number),
            rate: Scenario.faultRate(of: number, upTo: faults)
        )
    }
    done += count
    let seconds = (clock.now - start) / .seconds(1)
    print("\(done) of \(rollouts) rollouts, \(Int(Double(done) / seconds)) a second")
    if let broken = found.lazy.compactMap(\.self).first {
        print(broken)
        exit(1)
    }
}
