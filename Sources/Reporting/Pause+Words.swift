import Foundation
import Rollouts

extension Pause {
    /// For people, in a few words.
    var words: String {
        switch self {
        case .soak(let moment): "soaking until \(Self.time(moment))"
        case .window(let moment): "waiting for the maintenance window, which opens at \(Self.time(moment))"
        case .approval: "waiting for «umstieg rollout approve»"
        }
    }

    private static func time(_ seconds: Double) -> String { Date(timeIntervalSince1970: seconds).formatted(.iso8601) }
}
