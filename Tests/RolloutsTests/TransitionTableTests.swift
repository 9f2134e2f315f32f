import Foundation
import Planning
import Rollouts
import Testing
import Transactions

/// For every state of a rollout and every event: the exact chain of actions that follows.
///
/// The table is `transitions.txt`. After a change that is meant, write it anew, and read the difference:
/// `UMSTIEG_WRITE_TABLE=1 swift test --filter TransitionTableTests`
struct TransitionTableTests {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "transitions.txt")

    @Test func `each event in each state has exactly the actions of the table`() throws {
        let lines = try TransitionTable.lines()
        #expect(lines.count > 300)
        if ProcessInfo.processInfo.environment["UMSTIEG_WRITE_TABLE"] != nil {
            try (lines.joined(separator: "\n") + "\n").write(to: Self.file, atomically: true, encoding: .utf8)
        }
        let table = try String(contentsOf: Self.file, encoding: .utf8).split(separator: "\n").map(String.init)
        let known = Set(table)
        for line in lines where !known.contains(line) { Issue.record("not in the table: \(line)") }
        #expect(table.count == lines.count)
    }
}
