package import Rollouts

/// A rollout that breaks a promise, with no more faults than that takes.
package struct Counterexample: Sendable, CustomStringConvertible {
    package let seed: UInt64
    package let faults: [Int: Fault]
    package let violations: [Violation]
    /// All that the controllers wrote down.
    package let journal: [TimedEntry]

    private static let mostEntries = 3000

    /// Simulates one rollout.
    ///
    /// - Parameters:
    ///   - machine: the type to drive.
    ///   - terrain: of the plan.
    ///   - seed: of all chances.
    ///   - rate: probability of a fault at each operation.
    /// - Returns: nil if all promises were kept.
    package static func find<Machine: RolloutDeciding>(
        with machine: Machine.Type,
        on terrain: Terrain,
        seed: UInt64,
        rate: Double
    ) -> Counterexample? {
        var simulation = Simulation<Machine>(terrain, seed: seed, faults: .random(rate: rate))
        let result = simulation.run()
        guard !result.violations.isEmpty else { return nil }
        return Counterexample(shrinking: result.faults, seed: seed) { faults in
            var simulation = Simulation<Machine>(terrain, seed: seed, faults: .scheduled(faults), keepsJournal: true)
            return simulation.run()
        }
    }

    /// Leaves out one fault after the other, as long as some promise is still broken.
    ///
    /// - Parameters:
    ///   - all: faults with which one is broken.
    ///   - seed: of all other chances.
    ///   - run: simulates with other faults, and keeps the journal.
    init(shrinking all: [Int: Fault], seed: UInt64, by run: ([Int: Fault]) -> SimulationResult) {
        var faults = all
        var result = run(faults)
        // The later ones first: they follow from the earlier.
        for number in all.keys.sorted(by: >) {
            var fewer = faults
            fewer[number] = nil
            let shorter = run(fewer)
            guard !shorter.violations.isEmpty else { continue }
            faults = fewer
            result = shorter
        }
        self.seed = seed
        self.faults = faults
        violations = result.violations
        journal = result.journal
    }

    package var description: String {
        let started = journal.first?.time ?? 0
        let broken = violations.prefix(5).map { "  \($0)" }
        let causes = faults.sorted { $0.key < $1.key }.map { "  operation \($0.key): \($0.value)" }
        let events = telling.compactMap { timed in
            timed.entry.brief.map { "  \(Int(timed.time - started)) s  \($0)" }
        }
        return (["seed \(seed)"] + broken + ["faults"] + causes + ["events"] + events).joined(separator: "\n")
    }

    /// Of a long journal only what is about no unit, or about those whose promise is broken.
    private var telling: [TimedEntry] {
        let units = Set(violations.compactMap(\.unit))
        guard journal.count > Self.mostEntries, !units.isEmpty else { return journal }
        return journal.filter { $0.entry.unit.map(units.contains) ?? true }
    }
}
