package import FleetModel
import Planning
package import Transactions
package import Transport

/// Takes confirmed or pending transactions back, on all devices at once: the rollback command.
///
/// It works from what the devices say, so it needs no journal; but it keeps one. The order is that in which nobody is cut
/// off: fastd comes back on gateways, then on nodes; traffic leaves WireGuard; nodes leave it; and only when each node
/// that may have it is verified old, the gateways do.
package struct Retreat: Sendable {
    let id: String
    let target: RetreatTarget
    let force: Bool
    let fleet: Fleet
    let fencingToken: Int
    let connector: any Connector
    let clock: any Clock<Duration>
    private let history: SwitchHistory
    private let abandoned: Set<String>
    private let journal: any Journal
    private let now: @Sendable () -> Double
    private let progress: @Sendable (RolloutProgress) -> Void

    /// - Parameters:
    ///   - id: in the journal.
    ///   - target: what goes back, chosen among the transactions that the devices list.
    ///   - force: go on over what someone changed by hand since the confirmation; a domain always does.
    ///   - fleet: tells which devices to ask, and how to reach them.
    ///   - fencingToken: devices refuse one that is lower than the last they have seen.
    ///   - history: of the workspace; what it doesn't know is asked of the devices.
    ///   - abandoned: ids of nodes for which gateways don't wait: a human's word.
    ///   - connector: each verb to a transaction gets a connection of its own.
    ///   - journal: has entered `id` already.
    ///   - clock: spaces the questions after a lost reply.
    ///   - now: seconds since 1970.
    ///   - progress: called for each entry after it has become durable, and for each step that is undone.
    package init(
        id: String,
        target: RetreatTarget,
        force: Bool,
        fleet: Fleet,
        fencingToken: Int,
        history: SwitchHistory = SwitchHistory(),
        abandoned: Set<String> = [],
        connector: any Connector,
        journal: any Journal,
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Double,
        progress: @escaping @Sendable (RolloutProgress) -> Void
    ) {
        self.id = id
        self.target = target
        self.force = force
        self.fleet = fleet
        self.fencingToken = fencingToken
        self.history = history
        self.abandoned = abandoned
        self.connector = connector
        self.journal = journal
        self.clock = clock
        self.now = now
        self.progress = progress
    }

    /// What would be taken back, newest first on each device; changes nothing.
    ///
    /// - Returns: for each device its transactions, or why it can't be asked.
    package func preview() async -> [(host: String, answer: Result<[DeviceReport], OperationFailure>)] {
        let isMeant = { @Sendable report in target.includes(report) }
        let gateways = await look(at: target.gateways(of: fleet).map(\.name), where: isMeant)
        let suspects = await suspects(among: target.nodes(of: fleet), beside: gateways, where: isMeant)
        let nodes = await look(at: suspects, where: isMeant)
        return (gateways + nodes).map { ($0.host, $0.answer) }
    }

    /// - Throws: when the journal can't be written.
    package func run() async throws -> RolloutOutcome {
        let gateways = try await each(target.gateways(of: fleet).map(\.name)) { try await fence($0) }
        async let reopening = each(gateways) { try await takeBack(.closesOld, of: $0) }
        let suspects = await suspects(among: target.nodes(of: fleet), beside: gateways) { target.includes($0) }
        let fenced = try await each(suspects) { try await fence($0) }
        let reopened = try await reopening
        let nodes = try await closeAgain(fenced, beside: reopened)
        let isDraining = nodes.contains { !$0.left.isEmpty && !$0.stays }
        if isDraining { try await move(.drain, on: reopened) }
        let returned = try await each(nodes) { try await takeBackAll(of: $0) }
        let others = await bystanders(beside: reopened)
        let users = (returned + others).filter { !$0.isBack && !abandoned.contains($0.host) }
        let closed = try await each(reopened) { try await takeBackAll(of: $0, for: users) }
        if isDraining { try await move(.undrain, on: closed) }
        try await each(closed + returned) { try await release($0) }
        let outcome = Self.outcome((closed + returned).flatMap(\.states))
        try await record(.finished(outcome))
        return outcome
    }

    /// Nodes get back what they closed, where some gateway serves it.
    private func closeAgain(
        _ nodes: [ReturningDevice],
        beside gateways: [ReturningDevice]
    ) async throws -> [ReturningDevice] {
        let known = gateways.isEmpty ? await servers(of: nodes) : gateways
        return try await each(nodes) { node in
            let domain = fleet.node(node.host)?.domain ?? ""
            if node.left.isEmpty || known.contains(where: { $0.hasOld(in: domain) && serves($0.host, domain) }) {
                return try await takeBack(.closesOld, of: node)
            }
            return try await keep(node, "stays, as no gateway of \(domain) is known to serve what was there before")
        }
    }

    private func serves(_ gateway: String, _ domain: String) -> Bool {
        fleet.gateway(gateway)?.domains.contains(domain) ?? false
    }

    // MARK: - Whom to ask

    private func servers(of nodes: [ReturningDevice]) async -> [ReturningDevice] {
        let domains = Set(nodes.compactMap { fleet.node($0.host)?.domain })
        let gateways = fleet.gateways.filter { !domains.isDisjoint(with: $0.domains) }
        return await gateways.map(\.name).concurrentMap(atMost: Self.mostAtOnce) { gateway in
            await look(at: gateway) { _ in true }
        }
    }

    /// Nodes that are not to go back, but may use what the gateways would take away.
    private func bystanders(beside gateways: [ReturningDevice]) async -> [ReturningDevice] {
        let scopes = Set(
            gateways.flatMap { gateway in
                gateway.left.filter { $0.role == .opensNew }.flatMap { domains(of: $0, on: gateway.host) }
            }
        )
        let own = Set(target.nodes(of: fleet).map(\.id))
        let others = fleet.nodes.filter { scopes.contains($0.domain) && !own.contains($0.id) }
        let isMeant = { @Sendable (report: DeviceReport) in scopes.contains(report.scope) }
        return await look(at: suspects(among: others, beside: gateways, where: isMeant), where: isMeant)
    }

    /// Codes of the domains that a gateway's transaction is for.
    func domains(of report: DeviceReport, on gateway: String) -> [String] {
        report.scope == "host" ? fleet.gateway(gateway)?.domains ?? [] : [report.scope]
    }

    /// Those on which something may be: what the journal knows, and what another workspace has left.
    ///
    /// Of nodes that don't answer, all count if the journal doesn't know what the gateways have.
    private func suspects(
        among nodes: [Node],
        beside gateways: [ReturningDevice],
        where isMeant: @escaping @Sendable (DeviceReport) -> Bool
    ) async -> [String] {
        let ids = nodes.map(\.id)
        if case .host(let host, _) = target, ids.contains(host) { return [host] }
        let found = Set(gateways.flatMap { (try? $0.answer.get())?.map(\.rollout) ?? [] })
        let isKnown = !history.rollouts.isEmpty && found.isSubset(of: history.rollouts)
        guard isKnown else { return ids }
        let strangers = await look(at: ids.filter { !history.touched.contains($0) }, where: isMeant)
        let left = Set(strangers.filter { !$0.left.isEmpty }.map(\.host))
        return ids.filter { history.touched.contains($0) || left.contains($0) }
    }

    private func look(
        at hosts: [String],
        where isMeant: @escaping @Sendable (DeviceReport) -> Bool
    ) async -> [ReturningDevice] {
        await hosts.concurrentMap(atMost: Self.mostAtOnce) { await look(at: $0, where: isMeant) }
    }

    private func look(at host: String, where isMeant: (DeviceReport) -> Bool) async -> ReturningDevice {
        do throws(OperationFailure) {
            return ReturningDevice(host: host, listing: try await list(on: host), where: isMeant)
        } catch {
            return ReturningDevice(host: host, answer: .failure(error))
        }
    }

    private static func outcome(_ states: [UnitState]) -> RolloutOutcome {
        if states.contains(where: { if case .revertFailed = $0 { true } else { false } }) { return .undoFailed }
        let back = states.allSatisfy { if case .reverted = $0 { true } else { false } }
        // Nobody who could be asked is no success.
        return back && !states.isEmpty ? .done : .pending
    }

    // MARK: - Journal

    func settle(_ operation: Operation, _ result: OperationResult) async throws -> UnitState {
        try await record(.observed(operation, result))
        return UnitState(endOfRollback: result)
    }

    func record(_ entry: JournalEntry) async throws {
        try await journal.append(TimedEntry(time: now(), entry: entry), to: id)
        progress(.entry(entry))
    }

    func tell(_ unit: UnitID, _ step: DeviceProgress) {
        progress(.step(unit, number: step.step, count: step.stepCount, name: "undo: \(step.stepName)"))
    }

    // MARK: - Many devices

    static let mostAtOnce = 32

    @discardableResult
    func each<Value: Sendable, Result: Sendable>(
        _ values: [Value],
        _ body: @escaping @Sendable (Value) async throws -> Result
    ) async throws -> [Result] {
        let results = await values.concurrentMap(atMost: Self.mostAtOnce) { value -> Swift.Result<Result, any Error> in
            do {
                return .success(try await body(value))
            } catch {
                return .failure(error)
            }
        }
        return try results.map { try $0.get() }
    }
}
