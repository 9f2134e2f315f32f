import Rollouts

extension RolloutOutcome {
    /// - Throws: `CommandFailure` with the outcome's exit code, unless all is done.
    func check(_ status: RolloutStatus) throws {
        guard self != .done else { return }
        let reason = status.reason.map { ": \($0)" } ?? ""
        throw CommandFailure(ExitStatus(rawValue: exitCode) ?? .failed, "\(status.id) is \(rawValue)\(reason)")
    }
}
