import FleetModel
import Foundation
import Synchronization
import Testing
import Transport

/// The lab's command, and what tests ask of it.
///
/// `make test` starts the lab and names it in `UMSTIEG_LAB`.
struct Lab {
    static let gateways = ["gw1", "gw2"]
    static let domain = "ffmuc_muc_nord"

    static var isThere: Bool { path != nil }
    static let absence: Comment = "no lab: run «make test», or «Tests/Lab/lab up» and set UMSTIEG_LAB=Tests/Lab/lab"

    private static let path = ProcessInfo.processInfo.environment["UMSTIEG_LAB"]

    struct Failed: Error, CustomStringConvertible {
        var command: String
        var result: CommandResult

        var description: String { "\(command): \(result.ending): \(result.text) \(result.errorText)" }
    }

    let shell: any Connection

    init() async throws {
        shell = try await LocalConnector().connect(to: Endpoint(name: "here", address: "local"), within: .seconds(10))
    }

    /// Runs a command line here.
    func run(_ line: String, limit: Duration = .seconds(400)) async throws -> CommandResult {
        try await shell.run(RemoteCommand(line, limit: limit))
    }

    /// Path of the lab's own command.
    static var program: String { get throws { try #require(path) } }

    /// A call of the lab's own command, as shell text.
    static func command(_ words: String...) throws -> String { try command(words) }

    private static func command(_ words: [String]) throws -> String {
        ([try program] + words).map(\.shellQuoted).joined(separator: " ")
    }

    /// The lab's own command; it must succeed.
    @discardableResult
    func lab(_ words: String...) async throws -> String { try await lab(words) }

    @discardableResult
    func lab(_ words: [String]) async throws -> String {
        let line = try Self.command(words)
        let result = try await run(line)
        guard result.succeeded else { throw Failed(command: line, result: result) }
        return result.text
    }

    /// A command on a machine, by the lab's own way, not the program's.
    ///
    /// It must succeed.
    @discardableResult
    func ssh(_ host: String, _ command: String) async throws -> String {
        try await lab("ssh", host, command)
    }

    /// Waits until a question to a machine is answered with success.
    func eventually(_ what: String, within seconds: Int, _ question: () async throws -> Bool) async throws {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        while clock.now < end {
            if (try? await question()) == true { return }
            try await Task.sleep(for: .seconds(1))
        }
        Issue.record("not within \(seconds) s: \(what)")
    }

    private static let saved = Mutex<[String: String]>([:])

    /// The fingerprint in the lab's saved state: read once, right after a restore, as each restore brings the same.
    func savedFingerprint(_ host: String) async throws -> String {
        if let known = Self.saved.withLock({ $0[host] }) { return known }
        let read = try await fingerprint(host)
        Self.saved.withLock { $0[host] = read }
        return read
    }

    /// Records what a fingerprint has otherwise than the saved one.
    func expectEqual(_ now: String, _ before: String, on host: String) {
        guard now != before else { return }
        let difference = now.split(separator: "\n").difference(from: before.split(separator: "\n"))
        let lines = difference.map { change in
            switch change {
            case .insert(_, let line, _): "+ \(line)"
            case .remove(_, let line, _): "- \(line)"
            }
        }
        Issue.record("\(host) is not as before:\n\(lines.joined(separator: "\n"))")
    }

    /// All of a gateway that a rollout could touch, seen without any of the project's code: each file under /etc with
    /// owner, rights and hash, enabled and active units, links and their kinds, the mesh's interfaces.
    ///
    /// WireGuard keys stay on purpose; transient units of transactions come and go.
    func fingerprint(_ host: String) async throws -> String {
        try await ssh(
            host,
            """
            find /etc -type f -not -name 'wg-*.key' -printf '%p %u:%g %m\\n' | sort
            find /etc -type f -not -name 'wg-*.key' -print0 | sort -z | xargs -0 sha256sum
            find /etc -type l -printf '%p -> %l\\n' | sort
            systemctl list-unit-files --no-legend --no-pager --state=enabled | awk '{ print $1 }' | sort
            systemctl list-units --no-legend --no-pager --plain --type=service,timer --state=active |
                awk '{ print $1 }' | grep -v -e '^umstieg-' -e '^ssh@' -e '^user' -e '^session' | sort
            ip -d -o link show | awk '{ print $2 }' | sort
            ip -d -o link show type vxlan; ip -d -o link show type wireguard
            batctl meshif bat-muc_nord interface | sort
            """
        )
    }
}
