import FleetModel

extension RemoteCommand {
    /// The same command with root's rights.
    ///
    /// - Parameter become: `sudo`, or nil where the login has them. sudo must not ask for a password: nobody answers.
    /// - Returns: the command itself where nothing has to become anything.
    package func becoming(_ become: String?) -> RemoteCommand {
        guard let become else { return self }
        var command = self
        command.text = "\(become.shellQuoted) -n sh -c \(text.shellQuoted)"
        return command
    }
}
