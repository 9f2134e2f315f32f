import ArgumentParser

struct RolloutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollout",
        abstract: "Run rollouts, see where they stand, and tell them what to do.",
        subcommands: [
            RolloutRunCommand.self, RolloutStatusCommand.self, RolloutListCommand.self, RolloutWatchCommand.self,
            RolloutPauseCommand.self, RolloutResumeCommand.self, RolloutAbortCommand.self, RolloutApproveCommand.self,
        ]
    )
}
