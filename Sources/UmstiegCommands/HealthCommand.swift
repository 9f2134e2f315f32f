import ArgumentParser
import FleetModel
import FleetStore
import Foundation
import Mesh
import Reporting
import Synchronization

struct HealthCommand: AsyncParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case table
        case json
        case prometheus
    }

    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Say how gateways, domains and nodes are, and why.",
        discussion: """
            Asks each gateway and node once, the broker and the MQTT server, and holds what they say against one another \
            and against the inventory. Changes nothing. What could not be found out is unknown, and never healthy.

            The verdicts and the time since when a finding has been there are kept in the workspace's database.

            Exit codes: 0 healthy, 1 unhealthy, 3 unknown.

            Examples:
              umstieg health domain:ffms_nord
              umstieg health --watch
              umstieg health --output prometheus > /var/lib/node_exporter/umstieg.prom
            """
    )

    @Argument(help: ArgumentHelp("Which gateways and nodes; all without it.", valueName: "selector"))
    var selector: String?

    @Flag(help: "Ask again and again, until Ctrl-C.")
    var watch = false

    @Option(help: "Seconds from one asking to the next.")
    var interval = 30

    @Flag(help: "Ask gateways only; nodes are judged by what these say.")
    var gatewaysOnly = false

    @OptionGroup var exchange: ExchangeOptions

    @Option(help: "The output's format.")
    var output = Format.table

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if !(1...86_400).contains(interval) { throw ValidationError("--interval takes 1 to 86400 seconds") }
    }

    func run() async throws {
        let console = Console.current
        let session = try FleetSession(global.workspace(on: console))
        let selection = try (selector.map { try Selector($0) } ?? .all).selection(from: session.fleet)
        guard !selection.isEmpty else { throw CommandFailure(.usage, "the selector chooses no gateway and no node") }
        let poll = HealthPoll(
            scope: HealthScope(selection, in: session.fleet),
            asksNodes: !gatewaysOnly,
            connector: session.connector,
            exchange: exchange.probe(of: session.fleet, environment: console.environment),
            now: { Int(console.now().timeIntervalSince1970) }
        )
        let store = HealthStore(session.database)
        let verdict = watch ? try await follow(poll, store, console) : try await tell(poll, store, console)
        switch verdict {
        case .healthy: break
        case .unhealthy: throw CommandFailure(.failed, "unhealthy: the findings say why")
        case .unknown: throw CommandFailure(.pending, "unknown: not all that matters could be found out")
        }
    }

    private func tell(_ poll: HealthPoll, _ store: HealthStore, _ console: Console) async throws -> Verdict {
        let report = await poll.report()
        let view = HealthView(report, since: try store.record(report))
        switch output {
        case .table: console.write(view.table(style: console.style), to: .output)
        case .json: console.write(view.json, to: .output)
        case .prometheus: console.write(view.prometheus, to: .output)
        }
        return report.verdict
    }

    /// Returns the last verdict when it is interrupted.
    private func follow(_ poll: HealthPoll, _ store: HealthStore, _ console: Console) async throws -> Verdict {
        let last = Mutex(Verdict.unknown)
        let watching = Task {
            while !Task.isCancelled {
                let start = ContinuousClock.now
                // One screen, and always the same place on it.
                if console.isTerminal, output == .table { console.write("\u{1b}[H\u{1b}[2J", to: .output) }
                let verdict = try await tell(poll, store, console)
                last.withLock { $0 = verdict }
                try await Task.sleep(until: start + .seconds(interval))
            }
        }
        let stop: @Sendable () -> Void = { watching.cancel() }
        do {
            try await Interruption.forwarded(to: stop) { try await watching.value }
        } catch is CancellationError {}
        return last.withLock(\.self)
    }
}
