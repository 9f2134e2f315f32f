package import Planning

/// A promise that was broken.
package struct Violation: Sendable, Hashable, CustomStringConvertible {
    package enum Promise: String, Sendable, Hashable {
        case noNodeLeftBehind = "no node is left behind"
        case journalKnows = "the journal knows"
        case silenceIsNotSuccess = "silence is not success"
        /// Budget, concurrency, waves.
        case limits = "the rollout keeps its limits"
    }

    package var promise: Promise
    package var unit: UnitID?
    /// Seconds since the start.
    package var time: Double
    package var message: String

    package var description: String {
        "\(promise.rawValue): \(unit.map { "\($0): " } ?? "")\(message), after \(Int(min(time, 1e15))) s"
    }
}
