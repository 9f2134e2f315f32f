import ArgumentParser

struct RolloutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollout",
        abstract: "Run rollouts and see where they stand.",
        subcommands: [RolloutRunCommand.self, RolloutStatusCommand.self, RolloutListCommand.self]
    )
}
