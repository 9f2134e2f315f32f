package import Planning

extension RolloutMachine {
    /// The machine as it was after these entries.
    ///
    /// - Parameters:
    ///   - plan: the rollout's.
    ///   - journal: all its entries, in the order of writing; the last event's own entries may be cut off.
    /// - Throws: `IllegalEvent` for a journal that no rollout of this plan can have written.
    package init(plan: Plan, journal: [TimedEntry]) throws(IllegalEvent) {
        self.init(plan: plan)
        for timed in journal {
            guard let event = Event(timed.entry) else { continue }
            _ = try handle(event, at: timed.time)
        }
    }
}

extension RolloutMachine.Event {
    /// The event that an entry stands for; nil for what follows from one.
    init?(_ entry: JournalEntry) {
        switch entry {
        case .started: self = .start
        case .resumed(let owner, let token): self = .resume(owner: owner, fencingToken: token)
        case .observed(let operation, let result): self = .completed(operation, result)
        case .heard(let control): self = .heard(control)
        case .woke: self = .wake
        case .progressed(let unit, let step): self = .progressed(unit, step: step)
        case .intended, .entered, .waiting, .turnedBack, .halted, .pinged, .finished: return nil
        }
    }
}
