/// What goes back when a host fails, besides that host.
package enum FailurePolicy: String, Sendable, Hashable, Codable, CaseIterable {
    case revertHost = "revert-host"
    case revertWave = "revert-wave"
    case revertDomain = "revert-domain"
    case revertRollout = "revert-rollout"
    /// Nothing else goes back, and the rollout pauses until a human decides.
    case pause
}
