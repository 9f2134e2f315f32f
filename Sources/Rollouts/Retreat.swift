package import FleetModel
import Planning
package import Transactions
package import Transport

/// Takes confirmed or pending transactions back, on all gateways at once: the rollback command.
///
/// It works from what the devices say, so it needs no journal; but it keeps one.
package struct Retreat: Sendable {
    private static let mostAtOnce = 32
    private static let connectLimit = Duration.seconds(30)
    private static let pause = Duration.seconds(2)
    /// Seconds that a device may need on top of its revert bound: a reboot.
    private static let rebootBound = 180

    private let id: String
    private let target: RetreatTarget
    private let force: Bool
    private let fleet: Fleet
    private let fencingToken: Int
    private let connector: any Connector
    private let journal: any Journal
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Double
    private let progress: @Sendable (RolloutProgress) -> Void

    /// - Parameters:
    ///   - id: in the journal.
    ///   - target: what goes back, chosen among the transactions that the devices list.
    ///   - force: go on over what someone changed by hand since the confirmation; a domain always does.
    ///   - fleet: tells which gateways to ask, and how to reach them.
    ///   - fencingToken: devices refuse one that is lower than the last they have seen.
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
        self.connector = connector
        self.journal = journal
        self.clock = clock
        self.now = now
        self.progress = progress
    }

    /// What would be taken back, newest first on each device; changes nothing.
    ///
    /// - Returns: for each gateway its transactions, or why it can't be asked.
    package func preview() async -> [(gateway: String, answer: Result<[DeviceReport], OperationFailure>)] {
        await target.gateways(of: fleet).concurrentMap(atMost: Self.mostAtOnce) { gateway in
            do throws(OperationFailure) {
                return (gateway.name, .success(candidates(in: try await list(on: gateway))))
            } catch {
                return (gateway.name, .failure(error))
            }
        }
    }

    /// - Throws: when the journal can't be written.
    package func run() async throws -> RolloutOutcome {
        let results = await target.gateways(of: fleet).concurrentMap(atMost: Self.mostAtOnce) {
            gateway -> Result<[UnitState], any Error> in
            do {
                return .success(try await takeBack(gateway))
            } catch {
                return .failure(error)
            }
        }
        let states = try results.flatMap { try $0.get() }
        let outcome = Self.outcome(states)
        try await record(.finished(outcome))
        return outcome
    }

    private static func outcome(_ states: [UnitState]) -> RolloutOutcome {
        if states.contains(where: { if case .revertFailed = $0 { true } else { false } }) { return .undoFailed }
        let back = states.allSatisfy { if case .reverted = $0 { true } else { false } }
        // Nobody who could be asked is no success.
        return back && !states.isEmpty ? .done : .pending
    }

    // MARK: - One gateway

    private func takeBack(_ gateway: Gateway) async throws -> [UnitState] {
        let whole = Operation(.rollback, UnitID(host: gateway.name, scope: target.placeholder(on: gateway.name)))
        let reports: [DeviceReport]
        let token: Int
        if target.heldScope != nil { try await record(.intended(whole)) }
        do throws(OperationFailure) {
            (reports, token) = try await fence(gateway)
        } catch {
            return [try await settle(whole, error.result)]
        }
        guard !reports.isEmpty else {
            await release(gateway, token)
            return [try await settle(whole, .succeeded)]
        }
        var states: [UnitState] = []
        for report in reports {
            let operation = Operation(.rollback, UnitID(host: gateway.name, scope: report.scope))
            try await record(.intended(operation))
            states.append(try await settle(operation, await takeBack(report, on: gateway, token)))
        }
        if Self.outcome(states) == .done { await release(gateway, token) }
        return states
    }

    /// Forbids new transactions where the target says so, and overrides whoever was there before: the last human's word
    /// counts, also that of another workspace.
    ///
    /// - Returns: what there is to take back, and the token that the device takes from now on.
    private func fence(_ gateway: Gateway) async throws(OperationFailure) -> ([DeviceReport], Int) {
        var reports = try await list(on: gateway)
        let highest = reports.map(\.deviceFencingToken).max() ?? 0
        let token = max(fencingToken, highest)
        if let scope = target.heldScope {
            try await connected(to: gateway, token) { device in try await device.setHold(true, on: scope) }
            // What began before the hold was set.
            reports = try await list(on: gateway)
        }
        return (candidates(in: reports), token)
    }

    private func takeBack(_ transaction: DeviceReport, on gateway: Gateway, _ token: Int) async -> OperationResult {
        let unit = UnitID(host: gateway.name, scope: transaction.scope)
        let wait = transaction.revertBound
        let verb = DeviceVerb.rollback(id: transaction.id, force: target.isForced(force), wait: wait)
        var result = await report(on: gateway, token) { device in
            try await device.report(verb, wait: wait) { step in
                progress(.step(unit, number: step.step, count: step.stepCount, name: "undo: \(step.stepName)"))
            }
        }
        // A lost reply, or an undo that takes longer: only the device knows.
        let elapsed = clock.measuring()
        while elapsed() < .seconds(wait + Self.rebootBound) {
            switch result {
            case .unknown, .unreachable: break
            case .reported(let report) where report.state == .reverting: break
            default: return result
            }
            guard !Task.isCancelled else { return result }
            try? await clock.sleep(for: Self.pause)
            result = await report(on: gateway, token) { device in
                try await device.report(.status(id: transaction.id))
            }
        }
        return result
    }

    /// All is back, so the scope may be used again.
    ///
    /// A hold that stays is told by the next `begin`.
    private func release(_ gateway: Gateway, _ token: Int) async {
        guard let scope = target.heldScope else { return }
        try? await connected(to: gateway, token) { device in try await device.setHold(false, on: scope) }
    }

    private func list(on gateway: Gateway) async throws(OperationFailure) -> [DeviceReport] {
        try await connected(to: gateway, fencingToken) { device in try await device.list() }
    }

    /// Newest first, as a later transaction may own a path of an earlier one.
    private func candidates(in reports: [DeviceReport]) -> [DeviceReport] {
        reports.reversed().filter(target.includes)
    }

    // MARK: - Journal and connections

    private func settle(_ operation: Operation, _ result: OperationResult) async throws -> UnitState {
        try await record(.observed(operation, result))
        return UnitState(endOfRollback: result)
    }

    private func record(_ entry: JournalEntry) async throws {
        try await journal.append(TimedEntry(time: now(), entry: entry), to: id)
        progress(.entry(entry))
    }

    private func report(
        on gateway: Gateway,
        _ token: Int,
        _ body: (Device) async throws -> DeviceReport
    ) async -> OperationResult {
        do throws(OperationFailure) {
            return .reported(try await connected(to: gateway, token, body))
        } catch {
            return error.result
        }
    }

    /// Runs `body` on a fresh connection, which is closed whatever comes.
    private func connected<Value>(
        to gateway: Gateway,
        _ token: Int,
        _ body: (Device) async throws -> Value
    ) async throws(OperationFailure) -> Value {
        let connection: any Connection
        do {
            connection = try await connector.connect(to: Endpoint(gateway, in: fleet), within: Self.connectLimit)
        } catch {
            throw OperationFailure(result: .unreachable(error.message))
        }
        let device = Device(connection: connection, become: fleet.ssh.become, fencingToken: token)
        let result: Result<Value, OperationFailure>
        do {
            result = .success(try await body(device))
        } catch {
            result = .failure(OperationFailure(error))
        }
        await connection.close()
        return try result.get()
    }
}
