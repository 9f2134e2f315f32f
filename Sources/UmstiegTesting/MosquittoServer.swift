import Foundation
import Synchronization

/// A real mosquitto on a loopback port of its own, which ends with the value.
///
/// It keeps retained messages over a restart, as Debian's does, and has mosquitto's own limits: a client that has 1,000
/// messages of QoS 1 to come loses more of them.
package final class MosquittoServer: Sendable {
    package let port: Int
    private let directory: TestDirectory
    /// Keeps its files.
    private let identity: TestAuthority.Identity?
    private let process = Mutex<TestProcess?>(nil)

    package static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }
    private static let program = "/usr/sbin/mosquitto"

    /// Starts it, and returns when it takes connections.
    ///
    /// - Parameters:
    ///   - users: passwords by name; empty lets everybody in.
    ///   - identity: makes it speak TLS only.
    ///   - lines: more of mosquitto.conf.
    /// - Throws: `TestProcess.Failure` with what it said.
    package init(
        users: [String: String] = [:],
        identity: TestAuthority.Identity? = nil,
        lines: [String] = []
    ) throws {
        self.identity = identity
        directory = try TestDirectory()
        port = FreePort.find()
        var settings = [
            "per_listener_settings false", "user root", "persistence true",
            "persistence_location \(directory.path)/", "log_dest stderr", "log_type all",
            "allow_anonymous \(users.isEmpty)",
        ]
        if !users.isEmpty {
            let passwords = try directory.write("", to: "passwords")
            for (name, password) in users {
                try TestProcess.run("/usr/bin/mosquitto_passwd", ["-b", passwords, name, password])
            }
            settings.append("password_file \(passwords)")
        }
        settings += lines + ["listener \(port) 127.0.0.1"]
        if let identity { settings += ["certfile \(identity.certificate)", "keyfile \(identity.key)"] }
        try directory.write(settings.joined(separator: "\n") + "\n", to: "mosquitto.conf")
        try start()
    }

    deinit { stop() }

    /// Starts it again on the same port after `stop`.
    package func start() throws {
        stop()
        let arguments = ["-c", directory.file("mosquitto.conf")]
        let started = try TestProcess(Self.program, arguments, log: directory.file("mosquitto.log"))
        process.withLock { $0 = started }
        do {
            try FreePort.wait(for: port)
        } catch {
            throw TestProcess.Failure(description: "mosquitto does not start: \(log)")
        }
    }

    /// Ends it as systemd would; it writes down what it retains.
    package func stop() {
        process.withLock { process in
            process?.end()
            process = nil
        }
    }

    /// Ends it as a crash would.
    package func kill() {
        process.withLock { process in
            process?.signal(SIGKILL)
            process?.wait()
            process = nil
        }
    }

    /// Loses, while it is stopped, what it retains.
    package func forget() { try? FileManager.default.removeItem(atPath: directory.file("mosquitto.db")) }

    /// Takes its processor away: connections stay, and nothing answers.
    package func freeze() { process.withLock { $0?.signal(SIGSTOP) } }
    package func thaw() { process.withLock { $0?.signal(SIGCONT) } }

    /// What it said since its last start.
    package var log: String { (try? directory.read("mosquitto.log")) ?? "" }

    /// Says one message by `mosquitto_pub`, and returns when it is done.
    package func say(_ topic: String, _ payload: [UInt8], quality: Int = 1, isRetained: Bool = false) throws {
        let file = directory.file(UUID().uuidString)
        try Data(payload).write(to: URL(filePath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        // Of an empty file it says nothing.
        let content = payload.isEmpty ? ["-n"] : ["-f", file]
        try TestProcess.run(
            "/usr/bin/mosquitto_pub",
            ["-h", "127.0.0.1", "-p", "\(port)", "-V", "mqttv311", "-t", topic, "-q", "\(quality)"] + content
                + (isRetained ? ["-r"] : [])
        )
    }
}
