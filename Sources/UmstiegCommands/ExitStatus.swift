/// How the program ends.
package enum ExitStatus: Int32, Sendable, CaseIterable {
    case done = 0
    /// Or refused, before anything changed.
    case failed = 1
    /// Begun and rolled back, or stopped by unreachable hosts.
    case rolledBack = 2
    /// Paused or pending: a human decides.
    case pending = 3
    case rollbackFailed = 4
    /// The command line, or a file that it names, is wrong; `EX_USAGE`.
    case usage = 64
    /// A service's settings are wrong, and it would fail again; `EX_CONFIG`.
    case misconfigured = 78
}
