import FleetModel
package import Mesh
package import Planning
import Transactions
package import Transport

/// Does a rollout's operations to real devices.
///
/// Each operation has a connection of its own, so that a confirmation always comes over a fresh one.
package struct FleetWorker: DeviceWorker {
    /// Seconds that a device may need to come back, on top of its deadline and revert bound: a reboot.
    private static let rebootBound = 180
    private static let pause = Duration.seconds(2)
    private static let connectLimit = Duration.seconds(30)

    private let plan: Plan
    private let rollout: String
    private let owner: String
    private let fencingToken: Int
    private let connector: any Connector
    let programs: any ProgramSource
    private let observer: (any MeshObserver)?
    let clock: any Clock<Duration>
    private let outages: OutageWatch

    package init(
        plan: Plan,
        rollout: String,
        owner: String,
        fencingToken: Int,
        connector: any Connector,
        programs: any ProgramSource = NoPrograms(),
        observer: (any MeshObserver)? = nil,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.plan = plan
        self.rollout = rollout
        self.owner = owner
        self.fencingToken = fencingToken
        self.connector = connector
        self.programs = programs
        self.observer = observer
        self.clock = clock
        outages = OutageWatch(fleet: plan.fleet, connector: connector)
    }

    package func perform(
        _ operation: Operation,
        with knowledge: Knowledge,
        progress: @escaping @Sendable (StepProgress) -> Void
    ) async -> OperationResult {
        guard let unit = operation.unit else { return await performOnAll(operation.verb, knowledge, progress) }
        guard let playbook = plan.playbook(of: unit) else { return .failed(["\(unit) is in no phase of the plan"]) }
        let id = TransactionBuilder.id(of: unit, attempt: operation.attempt, in: rollout)
        let keys = knowledge.keys
        switch operation.verb {
        case .check, .baseline, .gate, .measure:
            return .failed(["\(operation.verb.word) is of all devices, not of \(unit)"])
        case .prepare:
            return await prepare(unit, playbook, progress)
        case .begin(let deadline):
            return await begin(unit, attempt: operation.attempt, deadline: deadline, keys: keys)
        case .apply:
            let wait = longest(playbook)
            return await report(.apply(id: id, wait: wait), on: unit, wait: wait, progress)
        case .extend(let seconds):
            return await report(.extend(id: id, seconds: seconds), on: unit)
        case .verify:
            return await verify(unit, playbook, keys: keys)
        case .watchReturn:
            return await observe(unit, id, within: longest(playbook)) { $0.isAtEnd }
        case .confirm:
            return await report(.confirm(id: id, probation: playbook.probation), on: unit)
        case .observe:
            return await observe(unit, id, within: longest(playbook)) { $0 != .applying && $0 != .reverting }
        case .drain, .undrain:
            return .failed(["\(operation.verb.word) is for rollbacks of a domain"])
        case .rollback:
            // The whole domain goes back: what someone changed since is kept aside and doesn't stop it.
            let wait = playbook.revertBound
            return await report(.rollback(id: id, force: true, wait: wait), on: unit, wait: wait) { step in
                progress(StepProgress(number: step.number, count: step.count, name: "undo: \(step.name)"))
            }
        }
    }

    /// Seconds from `begin` to the latest moment at which a device that nobody confirms has come back.
    private func longest(_ playbook: Playbook) -> Int {
        let deadlines = plan.phases.filter { $0.playbook == playbook }.compactMap { $0.policy.deadline?.maximum }
        return max(playbook.deadline, deadlines.max() ?? 0) + playbook.revertBound + Self.rebootBound
    }

    // MARK: - All of it

    private func performOnAll(
        _ verb: Operation.Verb,
        _ knowledge: Knowledge,
        _ progress: @Sendable (StepProgress) -> Void
    ) async -> OperationResult {
        switch verb {
        case .check:
            return await check()
        case .baseline:
            guard let observer else { return .failed(["nobody can look at the mesh"]) }
            return await GateKeeper(plan: plan, observer: observer, clock: clock).baseline()
        case .gate(let phase):
            guard let observer else { return .failed(["nobody can look at the mesh"]) }
            var looks = 0
            return await GateKeeper(plan: plan, observer: observer, clock: clock).verdict(after: phase, knowledge) {
                looks += 1
                progress(StepProgress(number: looks, count: looks, name: $0))
            }
        case .measure:
            guard let observer, let measuring = plan.measuring else { return .failed(["nobody can measure"]) }
            return .gauged(await observer.measure(measuring))
        case .prepare, .begin, .apply, .extend, .verify, .watchReturn, .confirm, .observe, .rollback, .drain, .undrain:
            return .failed(["\(verb.word) is of one device"])
        }
    }

    private func check() async -> OperationResult {
        let modules = Set(plan.phases.flatMap(\.playbook.modules)).sorted()
        let inspection = HostInspection(fleet: plan.fleet, modules: modules, connector: connector)
        // Nodes come and go; each is looked at when its turn comes.
        let gateways = plan.hosts.filter { plan.fleet.gateway($0) != nil }
        return await inspection.result(for: gateways, scopes: Set(plan.units))
    }

    private func prepare(
        _ unit: UnitID,
        _ playbook: Playbook,
        _ progress: @Sendable (StepProgress) -> Void
    ) async -> OperationResult {
        do {
            var steps = try UnitRenderer(fleet: plan.fleet, keys: [:]).render(playbook, for: unit).prepare
            if case .firmware(let firmware) = steps.first?.step {
                let name = steps.removeFirst().name
                try await renewFirmware(of: unit, firmware) {
                    progress(StepProgress(number: 1, count: steps.count + 1, name: "\(name): \($0)"))
                }
            }
            return .prepared(publicKey: try await key(of: unit, steps))
        } catch let failure as OperationFailure {
            return failure.result
        } catch {
            return .failed(["\(error)"])
        }
    }

    /// What comes before a transaction, over one connection.
    private func key(of unit: UnitID, _ steps: [NamedStep]) async throws -> String? {
        try await asking(unit) { device in
            let preparation = Preparation(device: device, programs: programs)
            var key: String?
            for step in steps {
                do {
                    key = try await preparation.perform(step.step) ?? key
                } catch let error as Preparation.Failed {
                    throw OperationFailure(result: .failed(["\(step.name): \(error.reason)"]))
                }
            }
            return key
        }
    }

    // MARK: - The transaction

    private func begin(_ unit: UnitID, attempt: Int, deadline: Int, keys: [UnitID: String]) async -> OperationResult {
        let builder = TransactionBuilder(plan: plan, rollout: rollout, owner: owner, fencingToken: fencingToken)
        let transaction: DeviceTransaction
        do {
            transaction = try builder.transaction(for: unit, attempt: attempt, deadline: deadline, keys: keys)
        } catch {
            return .failed(["\(error)"])
        }
        let result = await report(.begin(transaction), on: unit)
        if case .reported = result, plan.measuring != nil, let way = pinged(unit) {
            await outages.start(unit.description, way)
        }
        return result
    }

    /// A node is pinged from its domain's gateways, and a gateway pings a node itself.
    private func pinged(_ unit: UnitID) -> OutageWatch.Way? {
        if let gateway = plan.fleet.gateway(unit.host) {
            let domains = Set(plan.domains(of: unit))
            let nodes = plan.fleet.nodes.filter { domains.contains($0.domain) && !$0.isKnownOffline }
            let measured = Set(plan.measuring?.nodes ?? [])
            let known = nodes.filter { $0.address != nil }
            let best = known.first { measured.contains($0.id) } ?? known.first
            return best?.address.map { OutageWatch.Way(from: [gateway], to: $0) }
        }
        let gateways = plan.fleet.gateways.filter { $0.domains.contains(unit.scope) }
        return plan.fleet.node(unit.host)?.address.map { OutageWatch.Way(from: gateways, to: $0) }
    }

    package func outage(of unit: UnitID) async -> PingOutage? { await outages.stop(unit.description) }

    private func verify(_ unit: UnitID, _ playbook: Playbook, keys: [UnitID: String]) async -> OperationResult {
        let steps: [NamedStep]
        do {
            steps = try UnitRenderer(fleet: plan.fleet, keys: keys).render(playbook, for: unit).verify
        } catch {
            return .failed(["\(error)"])
        }
        return await connected(to: unit) { device in
            for step in steps {
                guard case .waitFor(let condition) = step.step else { continue }
                let limit = Duration.seconds(condition.within + 60)
                let result = try await device.run(RemoteCommand(condition.pollingScript, limit: limit))
                guard result.succeeded else { return .failed(["\(step.name): \(result.text.firstLines)"]) }
            }
            return .succeeded
        }
    }

    // MARK: - Asking

    /// Asks until the transaction is in a state that is waited for.
    ///
    /// A device that can't be reached reverts by itself meanwhile, so the end of waiting is the latest moment at which it
    /// must have come back.
    private func observe(
        _ unit: UnitID,
        _ id: String,
        within most: Int,
        until isAwaited: (TransactionState) -> Bool
    ) async -> OperationResult {
        var waited = Duration.zero
        while true {
            let asked = clock.measuring()
            let result = await report(.status(id: id), on: unit)
            switch result {
            case .reported(let report) where isAwaited(report.state): return result
            case .refused(let refusal) where refusal.code == .noSuchTransaction:
                // A begin of the controller before may still be on its way.
                let fenced = await fence(unit, id, else: refusal)
                guard fenced.isOpen else { return fenced }
            case .refused, .failed, .succeeded, .prepared, .measured, .judged, .gauged: return result
            case .reported, .unreachable, .unknown: break
            }
            guard waited < .seconds(most), !Task.isCancelled else { return result }
            try? await clock.sleep(for: Self.pause)
            waited += asked()
        }
    }

    /// Has the device refuse older controllers, and looks again.
    private func fence(_ unit: UnitID, _ id: String, else refusal: DeviceRefusal) async -> OperationResult {
        await connected(to: unit) { device in
            let listed = try await device.list(fenced: true).contains { $0.id == id }
            // It has come meanwhile: ask again.
            return listed ? .unknown("\(id) has only just begun") : .refused(refusal)
        }
    }

    // MARK: - Connections

    private func report(
        _ verb: DeviceVerb,
        on unit: UnitID,
        wait: Int = 0,
        _ progress: (@Sendable (StepProgress) -> Void)? = nil
    ) async -> OperationResult {
        await connected(to: unit) { device in
            .reported(
                try await device.report(verb, wait: wait) { step in
                    progress?(StepProgress(number: step.step, count: step.stepCount, name: step.stepName))
                }
            )
        }
    }

    /// Runs `body` on a fresh connection and turns what goes wrong into a result.
    private func connected(
        to unit: UnitID,
        _ body: (Device) async throws -> OperationResult
    ) async -> OperationResult {
        do {
            return try await asking(unit, body)
        } catch {
            return error.result
        }
    }

    /// Runs `body` on a fresh connection.
    func asking<Value>(
        _ unit: UnitID,
        _ body: (Device) async throws -> Value
    ) async throws(OperationFailure) -> Value {
        guard let way = Endpoint(device: unit.host, in: plan.fleet) else {
            throw OperationFailure(result: .failed(["\(unit.host): the inventory has no address of it"]))
        }
        let connection: any Connection
        do {
            connection = try await connector.connect(to: way, within: Self.connectLimit)
        } catch {
            throw OperationFailure(result: .unreachable(error.message))
        }
        let device = Device(connection: connection, to: unit.host, in: plan.fleet, fencingToken: fencingToken)
        do {
            let value = try await body(device)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw OperationFailure(error)
        }
    }
}

extension OperationResult {
    /// Whether it has to be asked again.
    fileprivate var isOpen: Bool {
        switch self {
        case .unreachable, .unknown: true
        case .succeeded, .prepared, .measured, .judged, .gauged, .reported, .refused, .failed:
            false
        }
    }

    /// What an error on an open connection means.
    init(_ error: any Error) {
        self =
            switch error {
            case Device.Failure.refused(let refusal): .refused(refusal)
            case Device.Failure.unknown(let reason): .unknown(reason)
            case Device.Failure.invalid(let reason): .failed([reason])
            case let error as TransportError: .unknown(error.message)
            default: .unknown("\(error)")
            }
    }
}

extension String {
    /// For messages: not more than a screen of what a device said.
    var firstLines: String {
        split(whereSeparator: \.isNewline).prefix(5).joined(separator: "; ").prefix(400).description
    }
}

extension Clock where Duration == Swift.Duration {
    /// A function that tells how long ago this was called.
    func measuring() -> () -> Duration {
        let start = now
        return { start.duration(to: now) }
    }
}
