import FleetModel
import Foundation
import Testing
import Transport

/// A workspace of the program for the lab, in a directory of its own.
struct LabWorkspace {
    /// What `rollout status --output json` tells.
    struct Status: Decodable {
        struct Host: Decodable {
            var name: String
            var scope: String
            var state: String
            var seconds: Double?
            var deadline: Double?
            var digest: String?
        }

        var id: String
        var state: String
        var hosts: [Host]

        func state(of host: String) -> String? { hosts.first { $0.name == host }?.state }
    }

    let lab: Lab
    let directory: URL

    /// Puts the lab back to its saved state and makes a workspace with its inventory and host keys.
    static func fresh(_ lab: Lab) async throws -> LabWorkspace {
        try await lab.lab("restore")
        // Before anything is changed.
        for host in Lab.gateways { _ = try await lab.savedFingerprint(host) }
        return try await another(lab)
    }

    /// Makes a workspace on the lab as it is: somebody else's.
    static func another(_ lab: Lab) async throws -> LabWorkspace {
        let directory = FileManager.default.temporaryDirectory.appending(path: "umstieg-lab-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let workspace = LabWorkspace(lab: lab, directory: directory)
        try await lab.lab("inventory").write(
            to: directory.appending(path: "lab.yaml"),
            atomically: true,
            encoding: .utf8
        )
        try await lab.lab("known-hosts")
            .write(to: directory.appending(path: "known_hosts"), atomically: true, encoding: .utf8)
        try await workspace.succeed("init .")
        try await workspace.succeed("inventory import lab.yaml")
        return workspace
    }

    /// The program that was built with this test.
    static var program: String {
        get throws {
            var directory =
                Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
                ?? URL(filePath: CommandLine.arguments[0])
            for _ in 0..<4 {
                directory.deleteLastPathComponent()
                let candidate = directory.appending(path: "umstieg").path
                if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
            }
            throw CocoaError(.fileNoSuchFile)
        }
    }

    /// Runs the program in the workspace; `line` is shell text.
    func umstieg(_ line: String, limit: Duration = .seconds(400)) async throws -> CommandResult {
        try await lab.run(
            "cd \(directory.path.shellQuoted) && exec \(try Self.program.shellQuoted) \(line)",
            limit: limit
        )
    }

    @discardableResult
    func succeed(_ line: String) async throws -> CommandResult {
        let result = try await umstieg(line)
        guard result.succeeded else { throw Lab.Failed(command: "umstieg \(line)", result: result) }
        return result
    }

    /// Starts the program in the background; its output goes to a log of that name.
    func control(_ line: String, log: String = "run") async throws -> LabController {
        let program = try Self.program.shellQuoted
        let controlled = """
            \(program) \(line) > \(log).log 2>&1 < /dev/null &
            echo $! > \(log).new && mv \(log).new \(log).pid
            wait $! && ending=0 || ending=$?
            echo $ending > \(log).new && mv \(log).new \(log).exit
            """
        let text = """
            cd \(directory.path.shellQuoted)
            : > \(log).log
            setsid sh -c \(controlled.shellQuoted) > /dev/null 2>&1 < /dev/null &
            until [ -e \(log).pid ]; do sleep 0.1; done
            cat \(log).pid
            """
        let process = try await lab.run(text).text.trimmingCharacters(in: .whitespacesAndNewlines)
        return LabController(
            process: try #require(Int32(process)),
            log: directory.appending(path: "\(log).log"),
            ending: directory.appending(path: "\(log).exit")
        )
    }

    func status() async throws -> Status {
        try JSONDecoder().decode(
            Status.self,
            from: Data(try await succeed("rollout status --output json").standardOutput)
        )
    }

    /// Writes a rollout `test.yaml` whose playbook is the shipped one with some texts replaced.
    ///
    /// `fields`: further ones of its phase, as in `soak: 1m`.
    func writeRollout(
        confirm: String = "together",
        fields: String = "",
        _ replacements: [(String, String)]
    ) throws {
        let playbooks = directory.appending(path: "Playbooks")
        var text = try String(contentsOf: playbooks.appending(path: "gateway-wireguard.yaml"), encoding: .utf8)
        for (old, new) in replacements {
            try #require(text.contains(old), "the shipped playbook has no «\(old)»")
            text = text.replacing(old, with: new)
        }
        try text.write(to: playbooks.appending(path: "test-playbook.yaml"), atomically: true, encoding: .utf8)
        let rollout = """
            umstieg: 1
            rollout: test
            phases:
              - {name: gateways, playbook: test-playbook.yaml, on: all, confirm: \(confirm)\(fields.isEmpty ? "" : ", " + fields)}
            """
        try rollout.write(to: playbooks.appending(path: "test.yaml"), atomically: true, encoding: .utf8)
    }
}
