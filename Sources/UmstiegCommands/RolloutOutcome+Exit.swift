import Rollouts

extension RolloutOutcome {
    /// - Parameters:
    ///   - status: of the rollout or rollback that ended like this.
    ///   - next: the command line that goes on, where something is left to do.
    /// - Throws: `CommandFailure` with the outcome's exit code, unless all is done.
    func check(_ status: RolloutStatus, next: String) throws {
        guard self != .done else { return }
        let reason = status.reason.map { ": \($0)" } ?? ""
        let advice = isResumable ? "; «umstieg \(next)» goes on" : ""
        throw CommandFailure(
            ExitStatus(rawValue: exitCode) ?? .failed,
            "\(status.id) is \(rawValue)\(reason)\(advice)"
        )
    }
}
