import ArgumentParser
import FleetModel
import FleetStore
import Rollouts

struct RolloutResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Go on with a rollout that was paused or parked, or whose controller died.",
        discussion: """
            The rollout is rebuilt from its journal, and each device that may hold a change is asked what has become of \
            it. Nothing is done twice: what is applied and healthy is confirmed, what went back by itself is tried again, \
            and hosts that were offline are tried when their pause has passed. Anybody with the workspace can resume.

            The new controller gets a higher fencing token; devices then refuse the old one.

            Exit codes: as for «umstieg rollout run».

            Example, for a timer that collects hosts that were offline:
              umstieg rollout resume --parked
            """
    )

    @Argument(help: ArgumentHelp("Its id; the latest that waits without it.", valueName: "id"))
    var id: String?

    @Flag(help: "Only a rollout that is parked, which waits for hosts that were offline; without one, do nothing.")
    var parked = false

    @Flag(help: "Go on although the lock has a silent holder, who no longer runs.")
    var takeOver = false

    @OptionGroup var exchange: ExchangeOptions
    @OptionGroup var output: StatusOutputOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        try output.validate()
    }

    func run() async throws {
        let console = Console.current
        let session = try FleetSession(global.workspace(on: console))
        let journal = session.journal
        guard let found = try rollout(in: journal) else {
            guard !parked else { return console.write("nothing is parked\n", to: .error) }
            throw CommandFailure(
                .usage,
                id.map { "there is no rollout «\($0)»; see «umstieg rollout list»" }
                    ?? "no rollout waits to be resumed; see «umstieg rollout list»"
            )
        }
        guard let planID = found.planID, let plan = try journal.plan(planID) else {
            throw CommandFailure(.usage, "\(found.id) is a rollback, which can't be resumed; run it again")
        }
        let rollout = try journal.resume(found.id, owner: FleetSession.owner, takeOver: takeOver)
        let conduct = RolloutConduct(session: session, console: console, output: output, exchange: exchange)
        // A controller that died before its first entry has begun nothing.
        let isNew = try journal.entries(of: rollout.id).isEmpty
        let token = rollout.fencingToken
        try await conduct.run(
            rollout,
            plan,
            from: isNew ? .start : .resume(owner: FleetSession.owner, fencingToken: token)
        )
    }

    private func rollout(in journal: JournalStore) throws -> RolloutSummary? {
        let all = try journal.rollouts().filter { $0.kind == .rollout }
        if let id { return all.first { $0.id == id && (!parked || $0.outcome == .parked) } }
        return all.first { parked ? $0.outcome == .parked : $0.outcome?.isResumable ?? true }
    }
}
