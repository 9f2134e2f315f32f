import ArgumentParser
import FleetModel
import Planning
import Reporting
import Rollouts

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "See whether gateways are ready for a playbook; changes nothing.",
        discussion: """
            Looks for root's rights, systemd and networkd, tools, kernel modules, room for the transaction's state, the \
            batman-adv interface of each domain, equal machine-ids, and transactions that are still pending.

            Exit codes: 0 ready, 1 not ready, 2 a host can't be reached.

            Example:
              umstieg check domain:ffms_nord --playbook Playbooks/gateway-wireguard.yaml
            """
    )

    @Argument(help: ArgumentHelp("Which gateways; all without it.", valueName: "selector"))
    var selector: String?

    @Option(help: ArgumentHelp("The playbook.", valueName: "file"))
    var playbook: String

    @OptionGroup var output: ListOutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let console = Console.current
        let session = try FleetSession(global.workspace(on: console))
        let book = try RolloutSource(console: console).playbook(at: playbook, named: playbook)
        let gateways = try (selector.map { try Selector($0) } ?? .all).selection(from: session.fleet).gateways
        guard !gateways.isEmpty else { throw CommandFailure(.usage, "the selector chooses no gateway") }
        let inspection = HostInspection(fleet: session.fleet, modules: book.modules, connector: session.connector)
        let findings = await inspection.inspect(gateways.map(\.name))
        let scopes = gateways.flatMap { gateway in
            (gateway.domains + ["host"]).map { UnitID(host: gateway.name, scope: $0) }
        }
        let problems = inspection.problems(in: findings, scopes: Set(scopes))
        console.write(Listing(findings, problems: problems).text(as: output.format, style: console.style), to: .output)
        let isUnreachable = findings.values.contains { if case .unreachable = $0 { true } else { false } }
        if isUnreachable { throw CommandFailure(.rolledBack, "not all gateways could be reached") }
        guard problems.isEmpty else { throw CommandFailure(.failed, "not ready: \(problems.count) findings") }
    }
}

extension Listing {
    /// A row for each finding, and one for each host that has none.
    fileprivate init(_ findings: [String: HostInspection.Finding], problems: [String]) {
        self.init(
            columns: [Column("name"), Column("ready"), Column("finding")],
            rows: findings.keys.sorted().flatMap { host -> [[ReportValue]] in
                let own = problems.filter { $0.hasPrefix("\(host): ") }.map { $0.dropFirst(host.count + 2) }
                guard !own.isEmpty else { return [[.text(host), .boolean(true), .unknown]] }
                return own.map { [.text(host), .boolean(false), .text(String($0))] }
            }
                + problems.filter { problem in !findings.keys.contains { problem.hasPrefix("\($0): ") } }
                .map { [.unknown, .boolean(false), .text($0)] }
        )
    }
}
