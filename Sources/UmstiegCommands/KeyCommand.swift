import ArgumentParser

struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Compute what gateways and nodes derive from seeds and keys.",
        discussion: """
            The dialects differ: ffmuc is Freifunk München's, gluon is upstream Gluon's (used in Hannover, too).
            """,
        subcommands: [KeyVNICommand.self, KeyLinkLocalCommand.self, KeyTranslateCommand.self]
    )
}
