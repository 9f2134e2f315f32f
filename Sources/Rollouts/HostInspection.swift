package import FleetModel
package import Mesh
package import Planning
import Transactions
package import Transport

/// Looks at hosts before anything is changed: their facts, and transactions that are still pending there.
package struct HostInspection: Sendable {
    /// What was found on one host.
    package enum Finding: Sendable {
        case facts(HostFacts, pending: [UnitID: String])
        case unreachable(String)
        case unreadable(String)
    }

    private static let mostAtOnce = 32
    private static let connectLimit = Duration.seconds(30)

    private let fleet: Fleet
    private let modules: [String]
    private let connector: any Connector

    package init(fleet: Fleet, modules: [String], connector: any Connector) {
        self.fleet = fleet
        self.modules = modules
        self.connector = connector
    }

    /// All hosts, a bounded number at once.
    package func inspect(_ hosts: [String]) async -> [String: Finding] {
        let findings = await hosts.concurrentMap(atMost: Self.mostAtOnce) { ($0, await inspect($0)) }
        return Dictionary(findings) { _, last in last }
    }

    /// The check of a rollout: nothing may be wrong anywhere, and nothing pending in the scopes that it will touch.
    func result(for hosts: [String], scopes: Set<UnitID>) async -> OperationResult {
        let findings = await inspect(hosts)
        let unreachable = findings.sorted { $0.key < $1.key }.compactMap { host, finding in
            if case .unreachable(let reason) = finding { "\(host): \(reason)" } else { nil }
        }
        guard unreachable.isEmpty else { return .unreachable(unreachable.joined(separator: "; ")) }
        let problems = problems(in: findings, scopes: scopes)
        return problems.isEmpty ? .succeeded : .failed(problems)
    }

    /// One line each, with the host's name first.
    package func problems(in findings: [String: Finding], scopes: Set<UnitID>) -> [String] {
        var facts: [String: HostFacts] = [:]
        var problems: [String] = []
        for (host, finding) in findings.sorted(by: { $0.key < $1.key }) {
            switch finding {
            case .facts(let found, let pending):
                facts[host] = found
                for (unit, id) in pending.sorted(by: { $0.key < $1.key }) where scopes.contains(unit) {
                    problems.append("\(host): transaction \(id) is pending; wait for its end, or roll it back")
                }
            case .unreachable(let reason), .unreadable(let reason):
                problems.append("\(host): \(reason)")
            }
        }
        return problems + Readiness(fleet: fleet, modules: modules).findings(facts)
    }

    private func inspect(_ host: String) async -> Finding {
        guard let gateway = fleet.gateways.first(where: { $0.name == host }) else {
            return .unreadable("no such gateway in the inventory")
        }
        let connection: any Connection
        do {
            connection = try await connector.connect(to: Endpoint(gateway, in: fleet), within: Self.connectLimit)
        } catch {
            return .unreachable(error.message)
        }
        // Asking takes no part in fencing.
        let device = Device(connection: connection, become: fleet.ssh.become, fencingToken: 0)
        let finding = await look(at: host, through: device)
        await connection.close()
        return finding
    }

    private func look(at host: String, through device: Device) async -> Finding {
        do {
            let result = try await device.run(HostFacts.command(modules: modules))
            let facts = try HostFacts.parse(result.text)
            // Without root the rest would only fail in less clear ways.
            guard facts.userID == 0 else { return .facts(facts, pending: [:]) }
            let pending = try await device.list()
                .filter { [.armed, .applying, .applied, .reverting, .revertFailed].contains($0.state) }
                .map { (UnitID(host: host, scope: $0.scope), "\($0.id) (\($0.state.rawValue))") }
            return .facts(facts, pending: Dictionary(pending) { _, last in last })
        } catch let error as TransportError {
            return .unreachable(error.message)
        } catch let error as Device.Failure {
            return .unreadable("its transactions can't be read: \(error)")
        } catch {
            return .unreadable("\(error)")
        }
    }
}
