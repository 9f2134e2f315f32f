import Foundation
import Transport
import UmstiegTesting

@testable import SSHTransport

/// A dropbear on loopback, ended with the value.
///
/// Debian's looks for authorized keys in the user's home only; so it runs in a mount namespace in which the home's
/// `.ssh` is the test's directory.
final class DropbearServer: Sendable {
    let directory: TestDirectory
    let port = FreePort.find()
    let endpoint: Endpoint
    private let knownHosts: String
    private let process: TestProcess

    /// Why dropbear cannot be tested here; nil if it can.
    static let obstacle: String? = {
        guard Tool.dropbear != nil, Tool.dropbearKey != nil else {
            return "dropbear is not installed (Debian: dropbear-bin)"
        }
        guard Tool.sshKeygen != nil else { return "ssh-keygen is not installed" }
        let probe = ["--mount", "sh", "-c", "mount -t tmpfs none /mnt"]
        guard getuid() == 0, (try? TestProcess.run(Tool.unshare, probe)) != nil else {
            return "dropbear's home can only be replaced by root in a mount namespace"
        }
        return nil
    }()

    init(hostKey type: String = "ed25519") throws {
        let directory = try TestDirectory()
        self.directory = directory
        let userKey = try TestKey("ed25519", in: directory, name: "user")
        try directory.write(userKey.publicLine + "\n", to: "authorized_keys")
        let hostKey = directory.file("dropbear_host_key")
        try TestProcess.run(Tool.dropbearKey, ["-t", type, "-f", hostKey])
        let export = "\(Tool.dropbearKey ?? "") -y -f \(hostKey) | grep ^ssh- > \(directory.file("host.pub"))"
        try TestProcess.run("/bin/sh", ["-c", export])
        guard let key = PrivateKeyFile.publicKey(try directory.read("host.pub")) else {
            throw TestProcess.Failure(description: "dropbearkey printed no key")
        }
        knownHosts = KnownHosts.line(host: "127.0.0.1", port: port, key: key) + "\n"
        endpoint = Endpoint(
            name: "node",
            address: "127.0.0.1",
            port: port,
            user: NSUserName(),
            identity: userKey.path
        )
        // The replaced home is a tmpfs of the namespace: nothing of it is seen outside.
        let script = """
            mount -t tmpfs -o mode=0700 none "$HOME" && mkdir -m 0700 "$HOME/.ssh" \
            && cp '\(directory.file("authorized_keys"))' "$HOME/.ssh/" && chmod 0600 "$HOME/.ssh/authorized_keys" \
            && exec \(Tool.dropbear ?? "") -F -E -s -p 127.0.0.1:\(port) -r '\(hostKey)' -P ''
            """
        process = try TestProcess(
            Tool.unshare,
            ["--mount", "/bin/sh", "-c", script],
            log: directory.file("dropbear.log"),
            environment: ["HOME": NSHomeDirectory()]
        )
        try FreePort.wait(for: port)
    }

    var log: String { (try? directory.read("dropbear.log")) ?? "" }

    func settings() throws -> SSHSettings {
        let file = try directory.write(knownHosts, to: "known_hosts")
        return SSHSettings(workspaceKnownHosts: file, home: directory.path, user: NSUserName())
    }
}
