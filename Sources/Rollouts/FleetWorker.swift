import FleetModel
import Mesh
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
    private let clock: any Clock<Duration>
    private let progress: @Sendable (RolloutProgress) -> Void

    package init(
        plan: Plan,
        rollout: String,
        owner: String,
        fencingToken: Int,
        connector: any Connector,
        clock: any Clock<Duration> = ContinuousClock(),
        progress: @escaping @Sendable (RolloutProgress) -> Void
    ) {
        self.plan = plan
        self.rollout = rollout
        self.owner = owner
        self.fencingToken = fencingToken
        self.connector = connector
        self.clock = clock
        self.progress = progress
    }

    package func perform(_ operation: Operation, keys: [UnitID: String]) async -> OperationResult {
        switch operation {
        case .check: await check()
        case .prepare(let unit): await prepare(unit)
        case .begin(let unit): await begin(unit, keys: keys)
        case .apply(let unit): await apply(unit)
        case .extend(let unit): await report(.extend(id: id(of: unit), seconds: playbook(of: unit).deadline), on: unit)
        case .verify(let unit): await verify(unit, keys: keys)
        case .confirm(let unit): await report(.confirm(id: id(of: unit)), on: unit)
        case .observe(let unit): await observe(unit)
        case .rollback(let unit): await rollback(unit)
        }
    }

    private func id(of unit: UnitID) -> String { TransactionBuilder.id(of: unit, in: rollout) }

    private func playbook(of unit: UnitID) -> Playbook {
        // Every unit of an operation comes from the plan.
        plan.playbook(of: unit) ?? plan.phases[0].playbook
    }

    // MARK: - Before anything changes

    private func check() async -> OperationResult {
        let modules = Set(plan.phases.flatMap(\.playbook.modules)).sorted()
        let inspection = HostInspection(fleet: plan.fleet, modules: modules, connector: connector)
        return await inspection.result(for: plan.hosts, scopes: Set(plan.units))
    }

    private func prepare(_ unit: UnitID) async -> OperationResult {
        let steps: [NamedStep]
        do {
            steps = try UnitRenderer(fleet: plan.fleet, keys: [:]).render(playbook(of: unit), for: unit).prepare
        } catch {
            return .failed(["\(error)"])
        }
        return await connected(to: unit) { device in
            var key: String?
            for step in steps {
                guard case .wireGuardKey(let keyStep) = step.step else { continue }
                let result = try await device.run(RemoteCommand(keyStep.script))
                let answer = result.text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
                guard result.succeeded, let publicKey = try? WireGuardKey(answer) else {
                    let said = result.errorText.firstLines
                    return .failed(["\(step.name): " + (said.isEmpty ? "no public key came of it" : said)])
                }
                key = publicKey.base64
            }
            return .prepared(publicKey: key)
        }
    }

    // MARK: - The transaction

    private func begin(_ unit: UnitID, keys: [UnitID: String]) async -> OperationResult {
        let transaction: DeviceTransaction
        do {
            transaction = try TransactionBuilder(
                plan: plan,
                rollout: rollout,
                owner: owner,
                fencingToken: fencingToken
            )
            .transaction(for: unit, keys: keys)
        } catch {
            return .failed(["\(error)"])
        }
        return await report(.begin(transaction), on: unit)
    }

    private func apply(_ unit: UnitID) async -> OperationResult {
        let playbook = playbook(of: unit)
        let wait = playbook.deadline + playbook.revertBound
        return await connected(to: unit) { device in
            .reported(
                try await device.report(.apply(id: id(of: unit), wait: wait), wait: wait) { step in
                    progress(.step(unit, number: step.step, count: step.stepCount, name: step.stepName))
                }
            )
        }
    }

    private func verify(_ unit: UnitID, keys: [UnitID: String]) async -> OperationResult {
        let steps: [NamedStep]
        do {
            steps = try UnitRenderer(fleet: plan.fleet, keys: keys).render(playbook(of: unit), for: unit).verify
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

    private func rollback(_ unit: UnitID) async -> OperationResult {
        let wait = playbook(of: unit).revertBound
        return await connected(to: unit) { device in
            // The whole domain goes back: what someone changed since is kept aside and doesn't stop it.
            let verb = DeviceVerb.rollback(id: id(of: unit), force: true, wait: wait)
            return .reported(
                try await device.report(verb, wait: wait) { step in
                    progress(.step(unit, number: step.step, count: step.stepCount, name: "undo: \(step.stepName)"))
                }
            )
        }
    }

    // MARK: - Asking

    /// Asks until the transaction is at rest.
    ///
    /// A device that can't be reached reverts by itself meanwhile, so the end of waiting is the latest moment at which it
    /// must have come back.
    private func observe(_ unit: UnitID) async -> OperationResult {
        let playbook = playbook(of: unit)
        var waited = Duration.zero
        let most = Duration.seconds(playbook.deadline + playbook.revertBound + Self.rebootBound)
        while true {
            let asked = clock.measuring()
            let result = await report(.status(id: id(of: unit)), on: unit)
            switch result {
            case .reported(let report) where report.state != .applying && report.state != .reverting: return result
            case .refused, .failed, .succeeded, .prepared: return result
            case .reported, .unreachable, .unknown: break
            }
            guard waited < most, !Task.isCancelled else { return result }
            try? await clock.sleep(for: Self.pause)
            waited += asked()
        }
    }

    // MARK: - Connections

    private func report(_ verb: DeviceVerb, on unit: UnitID) async -> OperationResult {
        await connected(to: unit) { device in .reported(try await device.report(verb)) }
    }

    /// Runs `body` on a fresh connection and turns what goes wrong into a result.
    private func connected(
        to unit: UnitID,
        _ body: (Device) async throws -> OperationResult
    ) async -> OperationResult {
        guard let gateway = plan.fleet.gateways.first(where: { $0.name == unit.host }) else {
            return .failed(["\(unit.host): no such gateway in the inventory"])
        }
        let connection: any Connection
        do {
            connection = try await connector.connect(to: Endpoint(gateway, in: plan.fleet), within: Self.connectLimit)
        } catch {
            return .unreachable(error.message)
        }
        let device = Device(connection: connection, become: plan.fleet.ssh.become, fencingToken: fencingToken)
        let result: OperationResult
        do {
            result = try await body(device)
        } catch {
            result = OperationResult(error)
        }
        await connection.close()
        return result
    }
}

extension OperationResult {
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
