/// One command line for a device's login shell, as a value that tests compare.
package struct RemoteCommand: Sendable, Equatable {
    /// POSIX sh; every value in it has passed through `shellQuoted`.
    package var text: String
    /// Written to the command's standard input, which is then closed.
    ///
    /// This is how files travel: Gluon has no SFTP.
    package var standardInput: [UInt8]
    /// The command's whole time, from opening its channel to its exit status.
    package var limit: Duration
    /// Most bytes kept of each output; what comes beyond fails the command with `.outputTooLarge`.
    package var outputLimit: Int

    package init(
        _ text: String,
        standardInput: [UInt8] = [],
        limit: Duration = .seconds(60),
        outputLimit: Int = 16 << 20
    ) {
        self.text = text
        self.standardInput = standardInput
        self.limit = limit
        self.outputLimit = outputLimit
    }
}
