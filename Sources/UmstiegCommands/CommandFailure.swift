import FleetModel

/// A command's end other than `done`, in words.
struct CommandFailure: Error, CustomStringConvertible {
    var status: ExitStatus
    /// What happened and what to do next, one line.
    var message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }

    var description: String { message.escapingControls }
}
