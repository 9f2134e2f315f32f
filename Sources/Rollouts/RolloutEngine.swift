package import Planning
import Transactions

/// Runs a rollout: feeds the machine with what happens, writes down what it says, and has it done.
package actor RolloutEngine {
    /// How a controller comes to its rollout.
    package enum Beginning: Sendable {
        case start
        /// Another controller has left it, or it was paused or parked.
        case resume(owner: String, fencingToken: Int)
    }

    private static let listenEvery = Duration.seconds(1)

    private let plan: Plan
    private let rollout: String
    private let journal: any Journal
    private let worker: any DeviceWorker
    private let controls: (any ControlSource)?
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Double
    private let progress: @Sendable (RolloutProgress) -> Void
    private let events: AsyncStream<RolloutMachine.Event>
    private let inbox: AsyncStream<RolloutMachine.Event>.Continuation

    /// - Parameters:
    ///   - plan: the one that the worker has, too.
    ///   - rollout: the rollout's id in the journal.
    ///   - journal: has entered `rollout` already.
    ///   - worker: gets operations on different units at once.
    ///   - controls: where humans leave their words from other terminals.
    ///   - clock: waits for soaks and windows.
    ///   - now: seconds since 1970.
    ///   - beginning: of this controller's work.
    ///   - progress: called for each entry after it has become durable, and for each step.
    package init(
        plan: Plan,
        rollout: String,
        journal: any Journal,
        worker: any DeviceWorker,
        controls: (any ControlSource)? = nil,
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Double,
        beginning: Beginning = .start,
        progress: @escaping @Sendable (RolloutProgress) -> Void
    ) {
        self.plan = plan
        self.rollout = rollout
        self.journal = journal
        self.worker = worker
        self.controls = controls
        self.clock = clock
        self.now = now
        self.progress = progress
        (events, inbox) = AsyncStream.makeStream()
        // Before any interruption.
        inbox.yield(beginning.event)
    }

    /// Runs until the rollout ends, or nothing can be done for now.
    ///
    /// Call it once.
    ///
    /// - Throws: when the journal can't be written, or tells of no rollout of this plan; what is under way then reverts
    ///   by itself.
    package func run() async throws -> RolloutOutcome {
        let past = try await journal.entries(of: rollout)
        var machine = try RolloutMachine(plan: plan, journal: past)
        if let outcome = machine.outcome, !outcome.isResumable {
            // Only the last entry of the controller before is missing.
            let entry = JournalEntry.finished(outcome)
            try await journal.append(TimedEntry(time: machine.now, entry: entry), to: rollout)
            progress(.entry(entry))
            return outcome
        }
        // A clock that is set while it runs, or that was set back since, decides nothing.
        let begun = max(now(), past.last?.time ?? 0)
        let elapsed = clock.measuring()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { [self] in await listen(after: past.lastControl) }
            for await event in events {
                let moment = begun + elapsed() / .seconds(1)
                try await noteOutage(event, at: max(machine.now, moment))
                for action in try machine.handle(event, at: moment) {
                    switch action {
                    case .record(let entry):
                        try await journal.append(TimedEntry(time: machine.now, entry: entry), to: rollout)
                        progress(.entry(entry))
                    case .perform(let operation):
                        group.addTask { [self, knowledge = machine.knowledge] in
                            await perform(operation, with: knowledge)
                        }
                    case .wake(let due):
                        group.addTask { [self] in await wake(after: .seconds(max(0, due - moment))) }
                    case .finish(let outcome):
                        return outcome
                    }
                }
            }
            throw CancellationError()
        }
    }

    /// A number for people; it decides nothing, so the machine doesn't hear of it.
    private func noteOutage(_ event: RolloutMachine.Event, at moment: Double) async throws {
        guard case .completed(let operation, .reported(let report)) = event, report.state.isAtEnd,
            let unit = operation.unit, let outage = await worker.outage(of: unit)
        else { return }
        let entry = JournalEntry.pinged(unit, outage)
        try await journal.append(TimedEntry(time: moment, entry: entry), to: rollout)
        progress(.entry(entry))
    }

    /// A human wants it to stop for now: no new transaction begins, what has begun ends or goes back.
    package nonisolated func pause(by owner: String) {
        inbox.yield(.heard(Control(sequence: 0, word: .pause, by: owner)))
    }

    private nonisolated func perform(_ operation: Operation, with knowledge: Knowledge) async {
        let result = await worker.perform(operation, with: knowledge) { [self] step in
            guard let unit = operation.unit else { return progress(.look(step.name)) }
            progress(.step(unit, number: step.number, count: step.count, name: step.name))
            if operation.verb == .apply { inbox.yield(.progressed(unit, step: step.number)) }
        }
        inbox.yield(.completed(operation, result))
    }

    private nonisolated func wake(after pause: Duration) async {
        try? await clock.sleep(for: pause)
        inbox.yield(.wake)
    }

    /// Words that can't be read now are read the next time.
    private nonisolated func listen(after last: Int) async {
        guard let controls else { return }
        var heard = last
        while !Task.isCancelled {
            for control in (try? await controls.controls(of: rollout, after: heard)) ?? [] {
                heard = max(heard, control.sequence)
                inbox.yield(.heard(control))
            }
            try? await clock.sleep(for: Self.listenEvery)
        }
    }
}

extension RolloutEngine.Beginning {
    fileprivate var event: RolloutMachine.Event {
        switch self {
        case .start: .start
        case .resume(let owner, let token): .resume(owner: owner, fencingToken: token)
        }
    }
}

extension [TimedEntry] {
    /// The number of the last word that was heeded.
    fileprivate var lastControl: Int {
        reduce(0) { last, timed in
            if case .heard(let control) = timed.entry { Swift.max(last, control.sequence) } else { last }
        }
    }
}
