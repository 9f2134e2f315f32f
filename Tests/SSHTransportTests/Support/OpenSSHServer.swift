import Foundation
import Transport
import UmstiegTesting

@testable import SSHTransport

/// An sshd on loopback with keys of its own, ended with the value.
final class OpenSSHServer {
    let directory: TestDirectory
    let port = FreePort.find()
    let hostKeys: [TestKey]
    let userKey: TestKey
    private let process: TestProcess

    ///
    /// - `keys`: types of host keys.
    /// - `options`: more lines of sshd_config.
    init(
        hostKeys types: [String] = ["ed25519", "ecdsa"],
        userKey type: String = "ed25519",
        options: [String] = []
    )
        throws
    {
        let directory = try TestDirectory()
        self.directory = directory
        hostKeys = try types.map { try TestKey($0, in: directory, name: "host_\($0)") }
        userKey = try TestKey(type, in: directory, name: "user")
        try directory.write(userKey.publicLine + "\n", to: "authorized_keys")
        if getuid() == 0 {
            // sshd's privilege separation directory; packages make it at boot.
            try? FileManager.default.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: true)
        }
        let settings =
            options + [
                "Port \(port)", "ListenAddress 127.0.0.1", "AuthorizedKeysFile \(directory.file("authorized_keys"))",
                "StrictModes no", "UsePAM no", "PidFile none", "PasswordAuthentication no",
                "KbdInteractiveAuthentication no", "PermitRootLogin prohibit-password", "LogLevel VERBOSE",
                "MaxStartups 200", "UseDNS no",
                // The user's own shell set-up is slow, and may print something.
                "SetEnv HOME=\(directory.path)",
            ] + hostKeys.map { "HostKey \($0.path)" }
        let config = try directory.write(settings.joined(separator: "\n") + "\n", to: "sshd_config")
        process = try TestProcess(Tool.sshd, ["-D", "-e", "-f", config], log: directory.file("sshd.log"))
        try FreePort.wait(for: port)
    }

    var pid: Int32 { process.pid }
    var log: String { (try? directory.read("sshd.log")) ?? "" }

    func end() { process.end() }

    /// What known_hosts says about this server.
    var knownHosts: String { knownHosts(port: port) }

    func knownHosts(host: String = "127.0.0.1", port: Int) -> String {
        hostKeys.map { KnownHosts.line(host: host, port: port, key: $0.key) + "\n" }.joined()
    }

    func endpoint(_ name: String = "gw01", jumps: [Endpoint] = []) -> Endpoint {
        Endpoint(
            name: name,
            address: "127.0.0.1",
            port: port,
            user: NSUserName(),
            identity: userKey.path,
            jumps: jumps
        )
    }

    /// Settings that read nothing outside the server's directory.
    func settings(knownHosts: String? = nil) throws -> SSHSettings {
        let file = try directory.write(knownHosts ?? self.knownHosts, to: "known_hosts-" + UUID().uuidString)
        return SSHSettings(workspaceKnownHosts: file, home: directory.path, user: NSUserName())
    }
}
