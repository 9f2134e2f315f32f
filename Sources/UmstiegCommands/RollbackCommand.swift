import ArgumentParser
import FleetModel
import FleetStore
import Foundation
import Planning
import Reporting
import Rollouts
import Transactions

struct RollbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Take transactions back: of a domain, of a host, or of a rollout.",
        discussion: """
            The devices know what they have; they take it back, newest first, and compare with what was before. \
            --domain is the emergency: it runs on all gateways and nodes at once, forbids new transactions in the domain \
            meanwhile, keeps copies of what was changed by hand and goes on over it. fastd comes back first, traffic \
            leaves WireGuard, then nodes leave it. Gateways keep WireGuard until each node that may use it is verified \
            old; those that can't be reached now are returned by running it again, or given up with --abandon. A rollout \
            that runs where it goes has to stop; one that runs elsewhere goes on.

            Exit codes: 0 all verified old, 3 some pending, 4 an undo failed.

            Example:
              umstieg rollback --domain ffms_nord
            """
    )

    @Option(help: ArgumentHelp("All gateways of a domain.", valueName: "code"))
    var domain: String?

    @Option(help: ArgumentHelp("One gateway or node.", valueName: "name"))
    var host: String?

    @Option(help: ArgumentHelp("With --host: only this domain, or «host».", valueName: "scope"))
    var scope: String?

    @Option(help: ArgumentHelp("What one rollout did.", valueName: "id"))
    var rollout: String?

    @Option(help: ArgumentHelp("Nodes for which gateways don't keep WireGuard.", valueName: "selector"))
    var abandon: String?

    @Flag(help: "Go on over what was changed by hand since; copies are kept on the device.")
    var force = false

    @Flag(help: "Tell what would be taken back, and change nothing.")
    var dryRun = false

    @OptionGroup var output: StatusOutputOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard [domain, host, rollout].compactMap(\.self).count == 1 else {
            throw ValidationError("name one of --domain, --host, --rollout")
        }
        if scope != nil, host == nil { throw ValidationError("--scope goes with --host") }
        try output.validate()
    }

    func run() async throws {
        let console = Console.current
        let session = try FleetSession(global.workspace(on: console))
        let target = try target(in: session)
        guard !dryRun else { return try await preview(target, session, console) }
        let journal = session.journal
        let run = try journal.start(
            FleetSession.newID(at: console.now()),
            plan: nil,
            name: target.name,
            owner: FleetSession.owner
        )
        let monitor = ProgressMonitor(style: output.progressStyle(on: console), units: []) { text in
            console.write(text, to: output.events ? .output : .error)
        }
        let retreat = try retreat(target, run, session, progress: monitor.tell)
        let outcome = try await fencing(target, run, session, console) { try await retreat.run() }
        let status = try journal.status(of: run)
        if !output.events { console.write(output.text(StatusReport(status), style: console.style), to: .output) }
        try outcome.check(status, next: run.next)
    }

    private func target(in session: FleetSession) throws -> RetreatTarget {
        if let domain {
            guard session.fleet.domains.contains(where: { $0.code == domain }) else {
                let known = session.fleet.domains.map(\.code).joined(separator: ", ")
                throw CommandFailure(.usage, "unknown domain «\(domain)», expected one of \(known)")
            }
            return .domain(domain)
        }
        if let host {
            return .host(try device(host, in: session.fleet), scope: scope)
        }
        guard let rollout, let summary = try session.journal.rollout(rollout) else {
            throw CommandFailure(.usage, "there is no rollout «\(rollout ?? "")»; see «umstieg rollout list»")
        }
        return .rollout(rollout, hosts: try summary.planID.flatMap { try session.journal.plan($0) }?.hosts)
    }

    /// The name of a gateway, or the id of a node.
    private func device(_ name: String, in fleet: Fleet) throws -> String {
        if fleet.gateway(name) != nil || fleet.node(name) != nil { return name }
        let nodes = fleet.nodes.filter { $0.hostname == name }
        if let node = nodes.first, nodes.count == 1 { return node.id }
        let problem =
            nodes.isEmpty
            ? "unknown gateway or node «\(name)»; see «umstieg inventory list nodes»"
            : "\(nodes.count) nodes are called «\(name)»; name one by its id: \(nodes.map(\.id).joined(separator: ", "))"
        throw CommandFailure(.usage, problem)
    }

    private func abandoned(in fleet: Fleet) throws -> Set<String> {
        guard let abandon else { return [] }
        do {
            return Set(try Selector(abandon).selection(from: fleet).nodes.map(\.id))
        } catch {
            throw CommandFailure(.usage, "--abandon: \(error)")
        }
    }

    /// Runs `body` in the place of the rollout that is in its way, if there is one.
    private func fencing(
        _ target: RetreatTarget,
        _ run: RolloutSummary,
        _ session: FleetSession,
        _ console: Console,
        _ body: () async throws -> RolloutOutcome
    ) async throws -> RolloutOutcome {
        guard let fenced = try session.journal.fence(target, by: run) else { return try await body() }
        let told = "\(fenced.rolloutID), run by \(fenced.words), has to make way: its controller writes nothing more"
        console.write(told.escapingControls + "\n", to: .error)
        let lock = LockedJournal(session.journal, rollout: run)
        defer { try? lock.release() }
        // An emergency isn't stopped by the loss of a lock that it doesn't need.
        async let _ = try? lock.beat(clock: ContinuousClock())
        return try await body()
    }

    private func retreat(
        _ target: RetreatTarget,
        _ run: RolloutSummary?,
        _ session: FleetSession,
        progress: @escaping @Sendable (RolloutProgress) -> Void
    ) throws -> Retreat {
        Retreat(
            id: run?.id ?? "",
            target: target,
            force: force,
            fleet: session.fleet,
            fencingToken: run?.fencingToken ?? 0,
            // A journal that can't be read knows nothing: all devices are asked.
            history: (try? session.journal.history()) ?? SwitchHistory(),
            abandoned: try abandoned(in: session.fleet),
            connector: session.connector,
            journal: session.journal,
            now: { Date().timeIntervalSince1970 },
            progress: progress
        )
    }

    private func preview(_ target: RetreatTarget, _ session: FleetSession, _ console: Console) async throws {
        let columns = ["host", "transaction", "scope", "state", "rollout", "error"].map { Listing.Column($0) }
        var isComplete = true
        var rows: [[ReportValue]] = []
        for (host, answer) in try await retreat(target, nil, session, progress: { _ in }).preview() {
            switch answer {
            case .success(let reports):
                rows += reports.map { report in
                    [
                        .text(host), .text(report.id), .text(report.scope), .text(report.state.rawValue),
                        .text(report.rollout), .unknown,
                    ]
                }
            case .failure(let failure):
                isComplete = false
                rows.append([.text(host), .unknown, .unknown, .unknown, .unknown, .text(failure.description)])
            }
        }
        let listing = Listing(columns: columns, rows: rows)
        let isJSON = output.format == .json
        console.write(listing.text(as: isJSON ? .json : .table, style: console.style), to: .output)
        guard isComplete else { throw CommandFailure(.pending, "not all devices could be asked") }
    }
}
