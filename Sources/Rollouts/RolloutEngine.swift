package import Planning

/// Runs a rollout: feeds the machine with what happens, writes down what it says, and has it done.
package actor RolloutEngine {
    private var machine: RolloutMachine
    private let rollout: String
    private let journal: any Journal
    private let worker: any DeviceWorker
    private let progress: @Sendable (RolloutProgress) -> Void
    private let events: AsyncStream<RolloutMachine.Event>
    private let inbox: AsyncStream<RolloutMachine.Event>.Continuation

    /// - Parameters:
    ///   - plan: the one that the worker has, too.
    ///   - rollout: the rollout's id in the journal.
    ///   - journal: has entered `rollout` already.
    ///   - worker: gets operations on different units at once.
    ///   - progress: called for each entry after it has become durable.
    package init(
        plan: Plan,
        rollout: String,
        journal: any Journal,
        worker: any DeviceWorker,
        progress: @escaping @Sendable (RolloutProgress) -> Void
    ) {
        self.machine = RolloutMachine(plan: plan)
        self.rollout = rollout
        self.journal = journal
        self.worker = worker
        self.progress = progress
        (events, inbox) = AsyncStream.makeStream()
        // Before any interruption.
        inbox.yield(.start)
    }

    /// Runs to the end.
    ///
    /// Call it once.
    ///
    /// - Throws: when the journal can't be written; what is under way then reverts by itself.
    package func run() async throws -> RolloutOutcome {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for await event in events {
                for action in try machine.handle(event) {
                    switch action {
                    case .record(let entry):
                        try await journal.append(entry, to: rollout)
                        progress(.entry(entry))
                    case .perform(let operation):
                        group.addTask { [worker, inbox, keys = machine.keys] in
                            inbox.yield(.completed(operation, await worker.perform(operation, keys: keys)))
                        }
                    case .finish(let outcome):
                        return outcome
                    }
                }
            }
            throw CancellationError()
        }
    }

    /// A human wants it to stop: no new step starts, what runs ends or goes back.
    package nonisolated func interrupt() {
        inbox.yield(.interrupt)
    }
}
