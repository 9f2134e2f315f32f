import FleetModel
package import Planning
import Transactions
package import Transport

/// Reads what a plan's devices have now and holds it against what they would get.
///
/// Changes nothing.
package struct PlanPreviewer: Sendable {
    private static let mostAtOnce = 32
    private static let connectLimit = Duration.seconds(30)

    private let plan: Plan
    private let connector: any Connector

    package init(plan: Plan, connector: any Connector) {
        self.plan = plan
        self.connector = connector
    }

    /// - Returns: a preview for each unit; public keys that are not made yet stand as placeholders.
    package func previews() async -> [UnitID: UnitPreview] {
        let found = await readAll(plan.phases.flatMap(\.preparations)) { unit in
            try keyPaths(of: unit).map { .publicKey($0) }
        }
        var keys: [UnitID: String] = [:]
        for (unit, reading) in found {
            guard case .success(let contents) = reading, let key = contents.compactMap(\.self).last else { continue }
            keys[unit] = try? WireGuardKey(key.trimmingNewline).base64
        }
        let renderer = UnitRenderer(fleet: plan.fleet, keys: keys)
        let files = await readAll(plan.units) { unit in try fileSteps(of: unit, renderer).map { .file($0.path) } }
        return files.reduce(into: [:]) { previews, item in
            let new = (try? fileSteps(of: item.key, renderer)) ?? []
            switch item.value {
            case .success(let contents):
                let pairs = zip(new, contents)
                previews[item.key] = UnitPreview(
                    files: pairs.map { UnitPreview.File(path: $0.path, old: $1, new: $0.text) },
                    error: nil
                )
            case .failure(let failure):
                previews[item.key] = UnitPreview(
                    files: new.map { UnitPreview.File(path: $0.path, old: nil, new: $0.text) },
                    error: failure.description
                )
            }
        }
    }

    private struct NewFile {
        var path: String
        var text: String
    }

    private func keyPaths(of unit: UnitID) throws -> [String] {
        guard let playbook = plan.playbook(of: unit) else { return [] }
        return try UnitRenderer(fleet: plan.fleet, keys: [:]).render(playbook, for: unit).prepare.compactMap { step in
            if case .wireGuardKey(let key) = step.step { key.path } else { nil }
        }
    }

    private func fileSteps(of unit: UnitID, _ renderer: UnitRenderer) throws -> [NewFile] {
        guard let playbook = plan.playbook(of: unit) else { return [] }
        let steps = try StepCompiler(for: playbook.target).compile(try renderer.render(playbook, for: unit).steps)
        return steps.flatMap(\.files).map { NewFile(path: $0.path, text: String(decoding: $0.content, as: UTF8.self)) }
    }

    private func readAll(
        _ units: [UnitID],
        _ requests: @escaping @Sendable (UnitID) throws -> [DeviceReading]
    ) async -> [UnitID: Result<[String?], OperationFailure>] {
        let answers = await units.concurrentMap(atMost: Self.mostAtOnce) { unit in
            do {
                return (unit, Result<[String?], OperationFailure>.success(try await read(requests(unit), from: unit)))
            } catch {
                return (unit, .failure(OperationFailure(error)))
            }
        }
        return Dictionary(answers) { first, _ in first }
    }

    private func read(_ readings: [DeviceReading], from unit: UnitID) async throws -> [String?] {
        guard !readings.isEmpty else { return [] }
        guard let endpoint = Endpoint(device: unit.host, in: plan.fleet) else {
            throw OperationFailure(result: .failed(["the inventory has no address of it"]))
        }
        let become = plan.fleet.gateway(unit.host) == nil ? nil : plan.fleet.ssh.become
        let connection: any Connection
        do {
            connection = try await connector.connect(to: endpoint, within: Self.connectLimit)
        } catch {
            throw OperationFailure(result: .unreachable(error.message))
        }
        let device = Device(connection: connection, become: become, fencingToken: 0)
        do {
            let result = try await device.run(DeviceReading.command(for: readings))
            await connection.close()
            return try DeviceReading.parse(result.standardOutput, count: readings.count)
        } catch {
            await connection.close()
            throw error
        }
    }
}

extension String {
    fileprivate var trimmingNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}
