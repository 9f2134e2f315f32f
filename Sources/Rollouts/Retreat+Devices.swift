import FleetModel
import Planning
import Transactions
import Transport

/// One device at a time.
extension Retreat {
    private static let connectLimit = Duration.seconds(30)
    private static let pause = Duration.seconds(2)
    /// Seconds that a device may need on top of its revert bound: a reboot.
    private static let rebootBound = 180
    /// Seconds that traffic may need to leave.
    private static let drainBound = 120

    /// Forbids new transactions where the target says so, and overrides whoever was there before: the last human's word
    /// counts, also that of another workspace.
    func fence(_ host: String) async throws -> ReturningDevice {
        let whole = Operation(.rollback, UnitID(host: host, scope: target.placeholder(on: host)))
        if target.heldScope != nil { try await record(.intended(whole)) }
        var device: ReturningDevice
        do throws(OperationFailure) {
            device = try await enter(host)
        } catch {
            return ReturningDevice(host: host, answer: .failure(error), states: [try await settle(whole, error.result)])
        }
        if device.left.isEmpty { device.states = [try await settle(whole, .succeeded)] }
        return device
    }

    private func enter(_ host: String) async throws(OperationFailure) -> ReturningDevice {
        var reports = try await list(on: host)
        let token = max(fencingToken, reports.map(\.deviceFencingToken).max() ?? 0)
        if let scope = target.heldScope {
            try await connected(to: host, token) { device in try await device.setHold(true, on: scope) }
            // What began before the hold was set.
            reports = try await list(on: host)
        }
        return ReturningDevice(host: host, token: token, listing: reports, where: target.includes)
    }

    /// Takes the device's transactions of one role back.
    func takeBack(_ role: TransactionRole, of device: ReturningDevice) async throws -> ReturningDevice {
        try await takeBack(device.left.filter { $0.role == role }, of: device)
    }

    /// Takes all back that is left, unless what was there before the switch didn't come back: then the new stays.
    ///
    /// - Parameters:
    ///   - device: what is left of it.
    ///   - nodes: that may still use what a gateway offers them; it stays for these.
    /// - Returns: the device with how it ended.
    /// - Throws: when the journal can't be written.
    func takeBackAll(of device: ReturningDevice, for nodes: [ReturningDevice] = []) async throws -> ReturningDevice {
        guard !device.stays else { return device }
        var device = device
        var chosen: [DeviceReport] = []
        for report in device.left {
            let unit = report.unit(on: device.host)
            if report.role != .closesOld, !device.hasOld(in: report.scope) {
                let reason = "stays, as what was there before did not come back"
                device.states.append(try await settle(Operation(.rollback, unit), .failed([reason])))
            } else if let user = nodes.first(where: { uses(report, of: device.host, $0) }) {
                let others = nodes.count { uses(report, of: device.host, $0) } - 1
                let more = others > 0 ? " and \(others) more" : ""
                let reason = "stays for \(user.host)\(more), not verified old; --abandon says not to wait"
                device.states.append(try await settle(Operation(.rollback, unit), .failed([reason])))
            } else {
                chosen.append(report)
            }
        }
        return try await takeBack(chosen, of: device)
    }

    /// Leaves all on the device as it is.
    func keep(_ device: ReturningDevice, _ reason: String) async throws -> ReturningDevice {
        var device = device
        device.stays = true
        for report in device.left {
            let operation = Operation(.rollback, report.unit(on: device.host))
            device.states.append(try await settle(operation, .failed([reason])))
        }
        return device
    }

    /// Whether a node may use what a gateway's transaction brought.
    private func uses(_ report: DeviceReport, of gateway: String, _ node: ReturningDevice) -> Bool {
        guard report.role == .opensNew, let domain = fleet.node(node.host)?.domain else { return false }
        return domains(of: report, on: gateway).contains(domain)
    }

    private func takeBack(_ reports: [DeviceReport], of device: ReturningDevice) async throws -> ReturningDevice {
        var device = device
        for report in reports {
            let operation = Operation(.rollback, report.unit(on: device.host))
            try await record(.intended(operation))
            let state = try await settle(operation, await takeBack(report, on: device))
            device.states.append(state)
            if case .reverted = state { device.left.removeAll { $0.id == report.id } }
        }
        return device
    }

    private func takeBack(_ transaction: DeviceReport, on device: ReturningDevice) async -> OperationResult {
        let unit = transaction.unit(on: device.host)
        let wait = transaction.revertBound
        let verb = DeviceVerb.rollback(id: transaction.id, force: target.isForced(force), wait: wait)
        var result = await report(on: device) { device in
            try await device.report(verb, wait: wait) { step in tell(unit, step) }
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
            result = await report(on: device) { device in
                try await device.report(.status(id: transaction.id))
            }
        }
        return result
    }

    /// Has the traffic of all gateways leave what they offer, or come back.
    func move(_ verb: Operation.Verb, on gateways: [ReturningDevice]) async throws {
        try await each(gateways) { gateway in
            for transaction in gateway.left where transaction.role == .opensNew && transaction.state == .confirmed {
                let operation = Operation(verb, transaction.unit(on: gateway.host))
                try await record(.intended(operation))
                let result = await report(on: gateway) { device in
                    verb == .drain
                        ? try await device.report(
                            .drain(id: transaction.id, wait: Self.drainBound),
                            wait: Self.drainBound
                        )
                        : try await device.report(.undrain(id: transaction.id))
                }
                try await record(.observed(operation, result))
            }
        }
    }

    /// All is back, so the scope may be used again.
    ///
    /// A hold that stays is told by the next `begin`.
    func release(_ device: ReturningDevice) async throws {
        guard let scope = target.heldScope, device.isBack else { return }
        try? await connected(to: device.host, device.token) { device in try await device.setHold(false, on: scope) }
    }

    /// Newest last.
    func list(on host: String) async throws(OperationFailure) -> [DeviceReport] {
        try await connected(to: host, fencingToken) { device in try await device.list() }
    }

    // MARK: - Connections

    private func report(
        on device: ReturningDevice,
        _ body: (Device) async throws -> DeviceReport
    ) async -> OperationResult {
        do throws(OperationFailure) {
            return .reported(try await connected(to: device.host, device.token, body))
        } catch {
            return error.result
        }
    }

    /// Runs `body` on a fresh connection, which is closed whatever comes.
    private func connected<Value>(
        to host: String,
        _ token: Int,
        _ body: (Device) async throws -> Value
    ) async throws(OperationFailure) -> Value {
        guard let way = Endpoint(device: host, in: fleet) else {
            throw OperationFailure(result: .unreachable("\(host): the inventory has no address of it"))
        }
        let connection: any Connection
        do {
            connection = try await connector.connect(to: way, within: Self.connectLimit)
        } catch {
            throw OperationFailure(result: .unreachable(error.message))
        }
        let device = Device(connection: connection, to: host, in: fleet, fencingToken: token)
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

extension DeviceReport {
    fileprivate func unit(on host: String) -> UnitID { UnitID(host: host, scope: scope, part: role.part) }
}
