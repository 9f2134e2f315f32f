extension ScriptedConnection {
    /// Answers exactly this command line with this output and status 0.
    package static func answer(_ text: String, with output: String, status: Int32 = 0) -> Rule {
        { command in
            guard command.text == text else { return nil }
            return CommandResult(ending: .exited(status), standardOutput: Array(output.utf8), standardError: [])
        }
    }
}
