import Planning
import Rollouts
import Testing
import Transactions

/// What journals tell about devices that may still have what a rollout brought.
struct SwitchHistoryTests {
    private let node = UnitID(host: "n1", scope: "nord")

    private func journal(_ entries: JournalEntry...) -> [TimedEntry] {
        entries.map { TimedEntry(time: 0, entry: $0) }
    }

    private func told(_ id: String, _ state: TransactionState) -> OperationResult {
        guard case .reported(var report) = Fixtures.report(node, state) else { return .succeeded }
        report.id = id
        return .reported(report)
    }

    @Test func `no journal knows nothing`() {
        #expect(SwitchHistory([]) == SwitchHistory())
    }

    @Test func `a begin counts from its intent on`() {
        let begun = journal(.started, .intended(.prepare(node)), .intended(.begin(node)))
        #expect(SwitchHistory([("r1", begun)]) == SwitchHistory(rollouts: ["r1"], touched: ["n1"]))
        #expect(SwitchHistory([("r1", Array(begun.prefix(2)))]).touched.isEmpty)
    }

    @Test func `a begin that was never sent doesn't`() {
        let history = SwitchHistory([
            ("r1", journal(.intended(.begin(node)), .observed(.begin(node), .unreachable("no answer"))))
        ])
        #expect(history == SwitchHistory(rollouts: ["r1"]))
    }

    @Test func `a begin whose answer got lost does`() {
        let history = SwitchHistory([
            ("r1", journal(.intended(.begin(node)), .observed(.begin(node), .unknown("lost"))))
        ])
        #expect(history.touched == ["n1"])
    }

    @Test(arguments: TransactionState.allCases)
    func `who told that it is back is no longer touched, whoever took it back`(state: TransactionState) {
        let history = SwitchHistory([
            ("r1", journal(.intended(.begin(node)), .observed(.confirm(node), told("r1.nord", .confirmed)))),
            ("back", journal(.intended(.rollback(node)), .observed(.rollback(node), told("r1.nord", state)))),
        ])
        #expect(history.rollouts == ["r1", "back"])
        #expect(history.touched == (state == .reverted ? [] : ["n1"]))
    }

    @Test func `a close that is back leaves its open`() {
        let close = node.closing
        let entries = journal(
            .intended(.begin(node)),
            .observed(.confirm(node), told("r1.nord", .confirmed)),
            .intended(.begin(close)),
            .observed(.begin(close), told("r1.nord.close", .reverted))
        )
        #expect(SwitchHistory([("r1", entries)]).touched == ["n1"])
    }

    @Test func `a second attempt is another transaction`() {
        let again = Operation.begin(node).again(2)
        let entries = journal(
            .intended(.begin(node)),
            .observed(.apply(node), told("r1.nord", .reverted)),
            .intended(again),
            .observed(again, .unreachable("no answer"))
        )
        #expect(SwitchHistory([("r1", entries)]).touched.isEmpty)
        #expect(SwitchHistory([("r1", Array(entries.prefix(3)))]).touched == ["n1"])
    }
}
