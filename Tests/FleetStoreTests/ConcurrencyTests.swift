import FleetStore
import Planning
import Rollouts
import Testing

/// Two processes with one file.
struct ConcurrencyTests {
    @Test(.timeLimit(.minutes(1))) func `whoever reads while a rollout writes is never told that it is busy`()
        async throws
    {
        let fixture = try LockFixture()
        let writer = try fixture.store()
        let journal = LockedJournal(
            writer,
            rollout: try writer.start("r1", plan: .sample, name: "day", owner: "alice@laptop")
        )
        let count = 200
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for _ in 1..<count { try await journal.append(TimedEntry(time: 100, entry: .woke), to: "r1") }
                try await journal.append(TimedEntry(time: 100, entry: .finished(.pending)), to: "r1")
            }
            group.addTask {
                var seen: [TimedEntry] = []
                while true {
                    // Each look is a process of its own: it opens the file, and closes it.
                    let news = try fixture.store().news(of: "r1", after: seen.count)
                    seen += news.entries
                    guard news.outcome == nil else { break }
                    #expect(news.lock?.owner == "alice@laptop")
                }
                #expect(seen.count == count)
            }
            group.addTask {
                let other = try fixture.store()
                for _ in 0..<20 { _ = try other.say(.approve, to: "r1", by: "bob@desktop") }
            }
            try await group.waitForAll()
        }
        #expect(try await writer.controls(of: "r1", after: 0).map(\.sequence) == Array(1...20))
    }

    @Test(.timeLimit(.minutes(1))) func `of many who start at once, one gets the workspace`() async throws {
        let fixture = try LockFixture()
        let won = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 1...8 {
                group.addTask {
                    do {
                        _ = try fixture.store().start("r\(number)", plan: .sample, name: "day", owner: "a@b")
                        return true
                    } catch is LockHeld {
                        return false
                    }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(won == 1)
        #expect(try fixture.store().rollouts().count == 1)
    }
}
