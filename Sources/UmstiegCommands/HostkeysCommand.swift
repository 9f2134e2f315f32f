import ArgumentParser

struct HostkeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hostkeys",
        abstract: "See and accept the keys by which hosts prove who they are.",
        discussion: """
            Host keys are always checked. «scan» records what hosts show, which proves nothing yet: compare the \
            fingerprints with what you know from another way, then «accept» them.
            """,
        subcommands: [HostkeysScanCommand.self, HostkeysListCommand.self, HostkeysAcceptCommand.self]
    )
}
