import ArgumentParser
import FleetStore
import Rollouts

struct RolloutApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Let a rollout that waits for approval go on.",
        discussion: """
            It waits where the rollout file asks for approval: before each wave, or after the canary.

            The word is written into the workspace; the rollout's controller, in whatever terminal, heeds it within a \
            second.

            Exit codes: 0 told, 1 no rollout runs.

            Example:
              umstieg rollout approve
            """
    )

    @OptionGroup var rollout: RolloutOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let console = Console.current
        let journal = JournalStore(database: try global.workspace(on: console).openDatabase())
        try SpokenWord(word: .approve).say(to: rollout, in: journal, on: console)
    }
}
