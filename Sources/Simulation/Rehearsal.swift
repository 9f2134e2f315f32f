package import Planning
package import Rollouts

/// What becomes of a plan that is run many times over a simulated fleet, each time with another seed.
///
/// A run lasts until its first controller has ended; what is parked or pending then isn't resumed.
package struct Rehearsal: Sendable {
    package struct Stop: Sendable, Hashable {
        /// Phase and wave, from 0.
        package var place: SimulationResult.Place
        package var runs: Int
    }

    package var runs: Int
    package var rate: FailureRate
    /// Runs by their ends; those that came to no end are left out.
    package var outcomes: [RolloutOutcome: Int]
    /// Seconds of the runs that came to the end of the plan; nil if none did.
    package var duration: Spread?
    /// Seconds until the others stopped.
    package var durationToStop: Spread?
    /// Where the others stopped, the most frequent first.
    package var stops: [Stop]
    /// Most clients that were in between at the same time in any run: those of the devices whose transactions were
    /// open, and those behind them.
    package var worstBlast: Int
    /// Of the plan.
    package var hostCount: Int
    /// Devices on which all was confirmed, on average.
    package var meanHostsSwitched: Double
    /// Of all runs together.
    package var operations: Int
    /// Seeds with which a promise was broken: faults of this program.
    package var brokenSeeds: [UInt64]
    /// The first of them, with no more faults than it takes.
    package var counterexample: Counterexample?

    /// - Parameters:
    ///   - machine: the type to drive.
    ///   - plan: what is run.
    ///   - runs: with the seeds from 0.
    ///   - rate: of what goes wrong with devices.
    ///   - epoch: when each run begins, in seconds since 1970.
    package init<Machine: RolloutDeciding & SendableMetatype>(
        with machine: Machine.Type,
        of plan: Plan,
        runs: Int,
        rate: FailureRate,
        from epoch: Double
    ) async {
        let terrain = Terrain(plan)
        let simulate = { @Sendable (seed: UInt64, faults: FaultSource, keepsJournal: Bool) in
            var simulation = Simulation<Machine>(
                terrain,
                seed: seed,
                faults: faults,
                keepsJournal: keepsJournal,
                epoch: epoch,
                goesOn: false
            )
            return simulation.run()
        }
        let results = await Sweep.map(0..<runs) { number in
            simulate(UInt64(number), .devices(rate: rate.ofOperation), false)
        }
        self.init(results, rate: rate, hostCount: terrain.hostCount)
        guard let seed = brokenSeeds.first else { return }
        counterexample = Counterexample(shrinking: results[Int(seed)].faults, seed: seed) { faults in
            simulate(seed, .scheduled(faults), true)
        }
    }

    /// - Parameters:
    ///   - results: of the seeds from 0.
    ///   - rate: that of their faults.
    ///   - hostCount: of the plan.
    init(_ results: [SimulationResult], rate: FailureRate, hostCount: Int) {
        let through = results.filter { $0.stoppedIn == nil && $0.outcome != nil }
        let stopped = results.filter { $0.stoppedIn != nil }
        runs = results.count
        self.rate = rate
        outcomes = results.reduce(into: [:]) { counts, result in
            if let outcome = result.outcome { counts[outcome, default: 0] += 1 }
        }
        duration = Spread(through.map(\.seconds))
        durationToStop = Spread(stopped.map(\.seconds))
        stops = Dictionary(grouping: stopped.compactMap(\.stoppedIn)) { $0 }
            .map { Stop(place: $0.key, runs: $0.value.count) }
            .sorted { ($1.runs, $0.place) < ($0.runs, $1.place) }
        worstBlast = results.map(\.worstBlast).max() ?? 0
        self.hostCount = hostCount
        meanHostsSwitched = Double(results.reduce(0) { $0 + $1.hostsConfirmed }) / Double(max(results.count, 1))
        operations = results.reduce(0) { $0 + $1.operations }
        brokenSeeds = results.indices.filter { !results[$0].violations.isEmpty }.map { UInt64($0) }
    }
}
