import Mesh
import Planning
import Rollouts

/// All that happened, in order: each line of the journal for people.
struct ProtocolSection {
    private let story: RolloutStory

    init(_ story: RolloutStory) {
        self.story = story
    }

    var section: Report.Section {
        var owner = story.owner
        let rows = story.journal.map { timed -> [ReportValue] in
            if case .resumed(let name, _) = timed.entry { owner = name }
            let line = line(of: timed.entry, owner: owner)
            return [
                .text(TimeWords.text(timed.time)), .text(line.who), ReportValue(line.device.map(story.title)),
                ReportValue(line.scope), ReportValue(line.part), .text(line.what),
            ]
        }
        return Report.Section(
            "protocol",
            title: "Protocol",
            note: "Times are the controller's, in UTC. What devices answered stands with their names.",
            listing: Listing(
                columns: ["time", "who", "device", "scope", "part", "what"].map { Listing.Column($0) },
                rows: rows
            )
        )
    }

    private struct Line {
        var who: String
        var unit: UnitID?
        var what: String

        var device: String? { unit?.host }
        var scope: String? { unit?.scope }
        var part: String? { unit.map { $0.part?.rawValue ?? "open" } }
    }

    private func line(of entry: JournalEntry, owner: String) -> Line {
        switch entry {
        case .started: Line(who: owner, what: "began")
        case .resumed(let name, _): Line(who: name, what: "took it up again")
        case .intended(let operation): Line(who: owner, unit: operation.unit, what: "\(operation.verb.word) …")
        case .observed(let operation, let result):
            Line(
                who: operation.unit.map { story.title(of: $0.host) } ?? "the mesh",
                unit: operation.unit,
                what: "\(operation.verb.word): \(result.words)"
            )
        case .heard(let control): Line(who: control.by, what: control.word.rawValue)
        case .woke: Line(who: owner, what: "went on, as it was time")
        case .progressed(let unit, let step):
            Line(who: story.title(of: unit.host), unit: unit, what: "slow at step \(step), and got more time")
        case .entered(let phase, let wave): Line(who: owner, what: "phase \(phase), wave \(wave)")
        case .waiting(let pause): Line(who: owner, what: pause.words)
        case .turnedBack(let reason): Line(who: owner, what: "turned back: \(reason)")
        case .halted(let reason): Line(who: owner, what: "stopped: \(reason)")
        case .pinged(let unit, let outage):
            Line(
                who: owner,
                unit: unit,
                what: "\(outage.lost) of \(outage.sent) pings lost, longest gap \(outage.longestGap) ms"
            )
        case .finished(let outcome): Line(who: owner, what: "ended: \(outcome.rawValue), \(outcome.meaning)")
        }
    }
}
