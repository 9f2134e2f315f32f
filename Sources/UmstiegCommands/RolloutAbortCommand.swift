import ArgumentParser
import FleetStore
import Rollouts

struct RolloutAbortCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "abort",
        abstract: "Let a running rollout go back.",
        discussion: """
            It goes back as far as the rollout file says for a failure. «umstieg rollback» takes back all, and also \
            what nobody runs any more.

            The word is written into the workspace; the rollout's controller, in whatever terminal, heeds it within a \
            second.

            Exit codes: 0 told, 1 no rollout runs.

            Example:
              umstieg rollout abort
            """
    )

    @OptionGroup var rollout: RolloutOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let console = Console.current
        let journal = JournalStore(database: try global.workspace(on: console).openDatabase())
        try SpokenWord(word: .abort).say(to: rollout, in: journal, on: console)
    }
}
