import ArgumentParser
import FleetStore
import Rollouts

struct RolloutPauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Let a running rollout begin nothing more, and stop.",
        discussion: """
            What has begun ends confirmed or goes back. «umstieg rollout resume» goes on later.

            The word is written into the workspace; the rollout's controller, in whatever terminal, heeds it within a \
            second.

            Exit codes: 0 told, 1 no rollout runs.

            Example:
              umstieg rollout pause
            """
    )

    @OptionGroup var rollout: RolloutOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let console = Console.current
        let journal = JournalStore(database: try global.workspace(on: console).openDatabase())
        try SpokenWord(word: .pause).say(to: rollout, in: journal, on: console)
    }
}
