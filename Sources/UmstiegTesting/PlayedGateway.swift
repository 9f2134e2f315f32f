import FleetModel
import Foundation
import Synchronization
package import Transport

/// Gateways on which everything goes well, and which remember their transactions and what they were asked.
///
/// Each endpoint is a gateway of its own.
package final class PlayedGateway: Connector {
    /// A command and the login over which it came, numbered from 1.
    package struct Heard: Sendable, Equatable {
        package var login: Int
        package var command: RemoteCommand
    }

    /// Something that changed a gateway: a verb that found its transaction in the state before.
    package struct Effect: Sendable, Hashable {
        package var host: String
        package var verb: String
        package var transaction: String
    }

    private struct Log {
        var logins = 0
        var heard: [Heard] = []
        var effects: [Effect] = []
        /// State by host and transaction.
        var transactions: [String: [String: String]] = [:]
    }

    private struct Session: Connection {
        let gateway: PlayedGateway
        let host: String
        let login: Int

        func run(
            _ command: RemoteCommand,
            observe: (@Sendable (OutputChunk) -> Void)?
        ) async throws(TransportError) -> CommandResult {
            let output = gateway.answer(command, on: host, login: login)
            return CommandResult(ending: .exited(0), standardOutput: Array(output.utf8), standardError: [])
        }

        func close() async {}
    }

    private let modules: [String]
    private let log = Mutex(Log())

    /// - Parameter modules: The kernel modules that it has.
    package init(modules: [String]) {
        self.modules = modules
    }

    /// How often somebody connected.
    package var logins: Int { log.withLock { $0.logins } }
    /// Every change, in order.
    package var effects: [Effect] { log.withLock { $0.effects } }
    /// The state of each transaction of a gateway.
    package func transactions(on host: String) -> [String: String] { log.withLock { $0.transactions[host] ?? [:] } }
    /// Every command, in order.
    package var heard: [Heard] { log.withLock { $0.heard } }

    package func connect(
        to endpoint: Endpoint,
        within limit: Duration
    ) async throws(TransportError) -> any Connection {
        let login = log.withLock { log in
            log.logins += 1
            return log.logins
        }
        return Session(gateway: self, host: endpoint.name, login: login)
    }

    private func answer(_ command: RemoteCommand, on host: String, login: Int) -> String {
        log.withLock { $0.heard.append(Heard(login: login, command: command)) }
        let text = command.text
        if text.contains("echo \"uid $(id -u)\"") { return facts(of: host) }
        if text.contains("wg genkey") { return "\(Self.key(of: host))\n" }
        if text.contains("sh -s -- list") {
            let all = transactions(on: host).sorted { $0.key < $1.key }
            return "[" + all.map { report($0.key, $0.value) }.joined(separator: ",") + "]\n"
        }
        guard let (verb, id) = Self.verb(in: text) else { return "" }
        return log.withLock { log in
            let state = log.transactions[host, default: [:]][id]
            if let next = Self.next(verb, state) {
                log.transactions[host, default: [:]][id] = next
                log.effects.append(Effect(host: host, verb: verb, transaction: id))
                return report(id, next) + "\n"
            }
            guard let state else {
                return #"{"error":{"code":"no-such-transaction","message":"none","differences":[]}}"# + "\n"
            }
            return report(id, state) + "\n"
        }
    }

    private static let verbs = ["begin", "apply", "status", "extend", "confirm", "rollback"]

    private static func verb(in text: String) -> (verb: String, id: String)? {
        guard let call = text.range(of: "umstieg-device") else { return nil }
        let words = text[call.upperBound...].split(separator: " ").map { $0.trimmingPrefix("'").filter { $0 != "'" } }
        guard let place = words.firstIndex(where: verbs.contains), place + 1 < words.count else { return nil }
        return (words[place], words[place + 1].filter { $0 != ";" })
    }

    /// The state that a verb leads to; nil if it changes nothing.
    private static func next(_ verb: String, _ state: String?) -> String? {
        switch (verb, state) {
        case ("begin", nil): "armed"
        case ("apply", "armed"): "applied"
        case ("confirm", "applied"): "confirmed"
        case ("rollback", "armed"), ("rollback", "applied"), ("rollback", "confirmed"): "reverted"
        default: nil
        }
    }

    private func facts(of host: String) -> String {
        let tools = ["wg", "batctl", "ip", "bridge", "networkctl", "tar", "sha256sum"].map { "tool \($0)" }
        let lines =
            ["uid 0", "machine-id of-\(host)", "systemd 252", "networkd active", "free 100000"]
            + tools + modules.map { "module \($0)" } + ["link bat-nord", "netdev bat-nord", "end"]
        return lines.joined(separator: "\n") + "\n"
    }

    private func report(_ id: String, _ state: String) -> String {
        let digest = String(repeating: "0", count: 64)
        return """
            {"id":"\(id)","scope":"nord","rollout":"bench","domain":"nord","role":"opens-new","owner":"bench",\
            "state":"\(state)","step":1,"step_count":2,"step_name":"x","remaining":200,"revert_bound":60,\
            "boot_id":"b","fencing_token":1,"device_fencing_token":1,"reason":"","differences":[],\
            "digests":{"before":"\(digest)","after":"\(digest)","now":"\(digest)"}}
            """
    }

    /// The public WireGuard key of a gateway: each has its own.
    package static func key(of host: String) -> String {
        WireGuardKey(bytes: Array((Array(host.utf8) + Array(repeating: 0x2e, count: 32)).prefix(32))).base64
    }
}
