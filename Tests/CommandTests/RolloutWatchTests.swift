import FleetStore
import Foundation
import Planning
import Rollouts
import Synchronization
import Testing

@testable import UmstiegCommands

struct RolloutWatchTests {
    /// A clock whose waits are filled with something to see.
    private struct BusyClock: Clock {
        let now = ContinuousClock.now
        let minimumResolution = Duration.zero
        let wait: @Sendable () async throws -> Void

        func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
            try await wait()
        }
    }

    private static let entries: [JournalEntry] = [
        .started,
        .intended(Operation(.check, nil)), .observed(Operation(.check, nil), .failed(["gw1: no \u{1B}[2J root"])),
        .turnedBack(reason: "gw1: no root"),
        .finished(.refused),
    ]

    private let workspace: RolloutWorkspace
    private let journal: JournalStore

    init() async throws {
        workspace = try await RolloutWorkspace()
        journal = try workspace.journal()
    }

    @Test(.timeLimit(.minutes(1))) func `each entry is told once while the rollout runs`() async throws {
        let locked = try await workspace.start("r1", in: journal)
        let left = Mutex(Self.entries)
        let clock = BusyClock {
            let next = left.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            if let next { try await locked.append(TimedEntry(time: 100, entry: next), to: "r1") }
        }
        let rollout = try #require(try journal.rollout("r1"))
        var told: [JournalEntry] = []
        let watch = RolloutWatch(journal: journal, rollout: rollout, clock: clock)
        let end = try await watch.follow { told.append($0.entry) }
        #expect(end == .finished(.refused))
        #expect(told == Self.entries)
    }

    @Test(.timeLimit(.minutes(1))) func `watching ends when the controller is gone`() async throws {
        let locked = try await workspace.start("r1", in: journal)
        let rollout = try #require(try journal.rollout("r1"))
        let clock = BusyClock { try locked.release() }
        let end = try await RolloutWatch(journal: journal, rollout: rollout, clock: clock).follow { _ in }
        #expect(end == .abandoned)
    }

    @Test func `events carry the journal's times, and the exit code is the rollout's`() async throws {
        let locked = try await workspace.start("r1", in: journal)
        for entry in Self.entries { try await locked.append(TimedEntry(time: 100, entry: entry), to: "r1") }
        let run = await workspace.run("rollout", "watch", "r1", "--events")
        #expect(run.status == .failed)
        let lines = run.output.split(separator: "\n").compactMap { line in
            try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        }
        #expect(
            lines.compactMap { $0["event"] as? String } == [
                "started", "intended", "observed", "turned_back", "finished",
            ]
        )
        let milliseconds = { (seconds: Double) in (seconds * 1000).rounded() }
        let times = try journal.entries(of: "r1").map { milliseconds($0.time) }
        #expect(lines.compactMap { ($0["time"] as? Double).map(milliseconds) } == times)
    }

    @Test func `the end is told like that of a run`() async throws {
        let locked = try await workspace.start("r1", in: journal)
        for entry in Self.entries { try await locked.append(TimedEntry(time: 100, entry: entry), to: "r1") }
        let run = await workspace.run("rollout", "watch", "r1")
        #expect(run.output.hasPrefix("rollout r1: refused\n"), "\(run.output)")
        #expect(run.errors.contains("turning back: gw1: no root\nfinished: refused\n"), "\(run.errors)")
        #expect(!run.errors.contains("\u{1B}"))
    }

    @Test func `a rollout without a controller is told with what can be done`() async throws {
        try await workspace.start("r1", in: journal).release()
        let run = await workspace.run("rollout", "watch", "r1")
        #expect(run.status == .pending)
        #expect(run.errors.contains("«umstieg rollout resume r1»"), "\(run.errors)")
        #expect(await workspace.run("rollout", "watch").status == .failed)
    }
}
