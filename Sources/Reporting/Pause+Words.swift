import Rollouts

extension Pause {
    /// For people, in a few words.
    var words: String {
        switch self {
        case .soak(let moment): "soaking until \(TimeWords.text(moment))"
        case .window(let moment): "waiting for the maintenance window, which opens at \(TimeWords.text(moment))"
        case .approval: "waiting for «umstieg rollout approve»"
        }
    }
}
