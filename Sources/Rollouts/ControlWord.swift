/// What a human tells a rollout that runs, from this terminal or another.
package enum ControlWord: String, Sendable, Hashable, Codable, CaseIterable {
    /// Begin nothing more; what has begun ends confirmed or goes back; then stop and wait for `resume`.
    case pause
    /// Go back, as far as the phase's policy says.
    case abort
    /// Go on with what waits for approval.
    case approve
}
