import Foundation
import Mesh
import Planning
package import Rollouts
import Transactions

/// A rollout's progress as one JSON object: what `--events` prints, a line each.
package struct ProgressEvent: Encodable {
    /// `started`, `resumed`, `intended`, `observed`, `step`, `look`, `progressed`, `heard`, `woke`, `entered`, `waiting`,
    /// `turned_back`, `halted`, `pinged` or `finished`.
    var event: String
    /// Seconds since 1970.
    var time: Double
    var host: String?
    var scope: String?
    var operation: String?
    var state: String?
    var step: Int?
    var stepCount: Int?
    var message: String?
    var lostPings: Int?
    var longestGapMs: Int?

    package init(_ progress: RolloutProgress, time: Double) {
        self.time = time
        switch progress {
        case .step(let unit, let number, let count, let name):
            event = "step"
            (host, scope) = (unit.host, unit.scope)
            (step, stepCount, message) = (number, count, name)
        case .look(let reason):
            event = "look"
            message = reason
        case .entry(.intended(let operation)):
            event = "intended"
            (host, scope, self.operation) = (operation.unit?.host, operation.unit?.scope, operation.verb.word)
        case .entry(.observed(let operation, let result)):
            event = "observed"
            (host, scope, self.operation) = (operation.unit?.host, operation.unit?.scope, operation.verb.word)
            if case .reported(let report) = result { state = report.state.rawValue }
            if case .judged(let verdict) = result { state = verdict.outcome.rawValue }
            message = result.words
        case .entry(.turnedBack(let reason)):
            event = "turned_back"
            message = reason
        case .entry(.started):
            event = "started"
        case .entry(.resumed(let owner, _)):
            event = "resumed"
            message = owner
        case .entry(.heard(let control)):
            event = "heard"
            message = control.word.rawValue
        case .entry(.woke):
            event = "woke"
        case .entry(.progressed(let unit, let number)):
            event = "progressed"
            (host, scope, step) = (unit.host, unit.scope, number)
        case .entry(.entered(let phase, let wave)):
            event = "entered"
            message = "phase \(phase), wave \(wave)"
        case .entry(.waiting(let pause)):
            event = "waiting"
            message = pause.words
        case .entry(.halted(let reason)):
            event = "halted"
            message = reason
        case .entry(.pinged(let unit, let outage)):
            event = "pinged"
            (host, scope) = (unit.host, unit.scope)
            (lostPings, longestGapMs) = (outage.lost, outage.longestGap)
        case .entry(.finished(let outcome)):
            event = "finished"
            state = outcome.rawValue
        }
    }

    /// One line without its end.
    package var line: String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }
}
