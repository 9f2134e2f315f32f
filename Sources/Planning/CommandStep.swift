/// A command with its own undo.
package struct CommandStep: Sendable, Hashable, Codable {
    /// POSIX sh.
    package var run: String
    /// POSIX sh; harmless when `run` has not run or half run.
    package var undo: String
    /// POSIX sh that succeeds when `run` took effect; empty: the status of `run` decides.
    package var check: String

    package init(run: String, undo: String, check: String) {
        self.run = run
        self.undo = undo
        self.check = check
    }
}
