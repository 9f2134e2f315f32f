import Foundation
import UmstiegTesting

/// A real ssh-agent with a socket of its own, ended with the value.
final class TestAgent {
    let socket: String
    private let process: TestProcess

    init(in directory: TestDirectory) throws {
        socket = directory.file("agent")
        process = try TestProcess(Tool.sshAgent, ["-D", "-a", socket])
        for _ in 0..<500 where !FileManager.default.fileExists(atPath: socket) { usleep(10_000) }
    }

    func add(_ key: TestKey, passphrase: String = "", in directory: TestDirectory) throws {
        // ssh-add asks this program for the passphrase.
        let ask = try directory.write("#!/bin/sh\necho \(passphrase)\n", to: "askpass")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: ask)
        let environment = [
            "SSH_AUTH_SOCK": socket, "SSH_ASKPASS": ask, "SSH_ASKPASS_REQUIRE": "force", "DISPLAY": ":0",
        ]
        try TestProcess.run(Tool.sshAdd, ["-q", key.path], environment: environment)
    }
}
