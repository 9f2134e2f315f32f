import Planning
import Reporting
import Rollouts
import Synchronization
import Testing

struct ProgressTests {
    private let gw1 = UnitID(host: "gw1", scope: "north")
    private let gw2 = UnitID(host: "gw\u{1B}[2J", scope: "north")

    private func told(_ style: ProgressMonitor.Style, _ progress: [RolloutProgress]) -> String {
        let text = Mutex("")
        let monitor = ProgressMonitor(
            style: style,
            units: [gw1, gw2],
            now: { 7 },
            write: { piece in text.withLock { $0 += piece } }
        )
        for item in progress { monitor.tell(item) }
        return text.withLock { $0 }
    }

    @Test func `elsewhere than on a terminal there are plain lines`() {
        let text = told(
            .plain,
            [
                .entry(.intended(Operation(.begin(deadline: 60), gw1))),
                .step(gw1, number: 1, count: 2, name: "networkd units"),
                .entry(.observed(Operation(.verify, gw1), .failed(["no handshake"]))),
                .entry(.finished(.rolledBack)),
            ]
        )
        #expect(
            text == """
                gw1/north: begin …
                gw1/north: step 1/2 networkd units
                gw1/north: verify: failed: no handshake
                finished: rolled-back

                """
        )
    }

    @Test func `events are one JSON object a line`() {
        let text = told(
            .events,
            [.entry(.intended(Operation(.begin(deadline: 60), gw1))), .step(gw1, number: 1, count: 2, name: "a\nb")]
        )
        #expect(
            text == """
                {"event":"intended","host":"gw1","operation":"begin","scope":"north","time":7}
                {"event":"step","host":"gw1","message":"a\\nb","scope":"north","step":1,"step_count":2,"time":7}

                """
        )
    }

    @Test func `on a terminal lines change in place, and hostile names can't move the cursor`() {
        let text = told(
            .live(width: 60),
            [.entry(.intended(Operation(.begin(deadline: 60), gw1))), .step(gw2, number: 1, count: 2, name: "x")]
        )
        #expect(text.contains("\u{1B}[3A"))
        #expect(!text.contains("gw\u{1B}[2J"))
        #expect(text.contains("0 of 2 at rest"))
    }
}
