import Rollouts

extension RolloutOutcome {
    /// - Throws: `CommandFailure` with the outcome's exit code, unless all is done.
    func check(_ status: RolloutStatus) throws {
        guard self != .done else { return }
        let reason = status.reason.map { ": \($0)" } ?? ""
        let advice = isResumable ? "; «umstieg rollout resume \(status.id)» goes on" : ""
        throw CommandFailure(
            ExitStatus(rawValue: exitCode) ?? .failed,
            "\(status.id) is \(rawValue)\(reason)\(advice)"
        )
    }
}
