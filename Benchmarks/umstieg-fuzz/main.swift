import Foundation
import Glibc

// umstieg-fuzz [--inputs N] [--seed S] [--only READER] [--from NUMBER]: changes right outputs of programs in every way, and
// reads them. Ends with 1 if a reading takes longer than a second, or its error is not fit for a terminal; a trap ends the
// process. All three tell the reader and the input's number, which --only, --from and --inputs 1 make again.

func fail(_ message: String) -> Never {
    let usage = "usage: umstieg-fuzz [--inputs N] [--seed S] [--only READER] [--from NUMBER]"
    FileHandle.standardError.write(Data("error: \(message)\n\(usage)\n".utf8))
    exit(64)
}

var inputs = 1_000_000
var seed: UInt64 = 1
var first = 0
var only: String?
var arguments = CommandLine.arguments.dropFirst()
while let name = arguments.popFirst() {
    guard let value = arguments.popFirst() else { fail("«\(name)» needs a value") }
    switch name {
    case "--inputs":
        guard let number = Int(value), (1...1_000_000_000).contains(number) else { fail("--inputs 1 to 1000000000") }
        inputs = number
    case "--seed":
        guard let number = UInt64(value) else { fail("--seed is a number") }
        seed = number
    case "--from":
        guard let number = Int(value), (0...1_000_000_000_000).contains(number) else { fail("--from 0 or more") }
        first = number
    case "--only":
        guard FuzzTarget.all.contains(where: { $0.name == value }) else {
            fail("no reader «\(value)»; there are: \(FuzzTarget.all.map(\.name).joined(separator: ", "))")
        }
        only = value
    default:
        fail("unknown option «\(name)»")
    }
}

Watch.begin()
print("seed \(seed), \(inputs) inputs for each reader, \(Watch.workers.count) threads")
let run = FuzzRun(seed: seed, workers: Watch.workers)
var violations = 0
for (index, target) in FuzzTarget.all.enumerated() where only == nil || only == target.name {
    let start = ContinuousClock.now
    let tally = run.tally(of: index, from: first, count: inputs)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let rate = Int(Double(inputs) / max(seconds, 0.000_001))
    print("\(target.name): \(rate) inputs a second, \(tally.read) read, \(tally.refused) refused")
    for violation in tally.violations.prefix(5) { print("    \(violation)") }
    violations += tally.violations.count
    fflush(nil)
}
print("\(violations) violations")
exit(violations == 0 ? 0 : 1)
