import Synchronization
package import Transport

/// A gateway on which everything goes well, and which counts what it is asked.
package final class PlayedGateway: Connector {
    /// A command and the login over which it came, numbered from 1.
    package struct Heard: Sendable, Equatable {
        package var login: Int
        package var command: RemoteCommand
    }

    private struct Log {
        var logins = 0
        var heard: [Heard] = []
    }

    private struct Session: Connection {
        let gateway: PlayedGateway
        let login: Int

        func run(
            _ command: RemoteCommand,
            observe: (@Sendable (OutputChunk) -> Void)?
        ) async throws(TransportError) -> CommandResult {
            let output = gateway.answer(command, login: login)
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
        return Session(gateway: self, login: login)
    }

    private func answer(_ command: RemoteCommand, login: Int) -> String {
        log.withLock { $0.heard.append(Heard(login: login, command: command)) }
        let text = command.text
        if text.contains("echo \"uid $(id -u)\"") { return facts }
        if text.contains("wg genkey") { return "TszFS3oFRdhsJP3K0VOlklGMGYZy+oFCtlaghXJqW2g=\n" }
        if text.contains("sh -s -- list") { return "[]\n" }
        if text.contains("umstieg-device begin") { return report("armed") }
        if text.contains(" apply ") { return report("applied") }
        if text.contains(" confirm ") { return report("confirmed") }
        return ""
    }

    private var facts: String {
        let tools = ["wg", "batctl", "ip", "bridge", "networkctl", "tar", "sha256sum"].map { "tool \($0)" }
        let lines =
            ["uid 0", "machine-id 1", "systemd 252", "networkd active", "free 100000"]
            + tools + modules.map { "module \($0)" } + ["link bat-nord", "netdev bat-nord", "end"]
        return lines.joined(separator: "\n") + "\n"
    }

    private func report(_ state: String) -> String {
        let digest = String(repeating: "0", count: 64)
        return """
            {"id":"bench.nord","scope":"nord","rollout":"bench","domain":"nord","role":"opens-new","owner":"bench",\
            "state":"\(state)","step":1,"step_count":2,"step_name":"x","remaining":200,"revert_bound":60,\
            "boot_id":"b","fencing_token":1,"device_fencing_token":1,"reason":"","differences":[],\
            "digests":{"before":"\(digest)","after":"\(digest)","now":"\(digest)"}}

            """
    }
}
