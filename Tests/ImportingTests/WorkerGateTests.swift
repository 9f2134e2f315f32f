import FleetModel
import Foundation
import Importing
import Planning
import Testing

/// `gateway-wireguard.yaml` asks the worker, where there is one, whether it serves the domain.
struct WorkerGateTests {
    private static let playbook = URL(filePath: #filePath)
        .deletingLastPathComponent().appending(path: "../../Playbooks/gateway-wireguard.yaml").standardizedFileURL

    /// The gate's exit status on a gateway whose `systemctl` says this.
    private func gate(_ systemctl: String, domain: String = "ffms_nord") throws -> (status: Int32, text: String) {
        let playbook = try PlaybookFile.read(try Data(contentsOf: Self.playbook), file: "gateway-wireguard.yaml")
        let conditions = playbook.verify.compactMap {
            if case .waitFor(let wait) = $0.step { wait.condition } else { nil }
        }
        let commands = conditions.compactMap { if case .command(let text) = $0 { text } else { nil } }
        let context = TemplateContext(values: ["domain": .text(domain)])
        let text = try Template(try #require(commands.last)).rendered(with: context.shellQuoted)
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-c", "systemctl() {\n\(systemctl)\n}\n\(text)"]
        let output = Pipe()
        shell.standardOutput = output
        try shell.run()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        shell.waitUntilExit()
        return (shell.terminationStatus, String(decoding: said, as: UTF8.self))
    }

    private func says(_ status: String) -> String {
        "case $* in *LoadState*) echo loaded ;; *UnitFileState*) echo enabled ;; *) echo '\(status)' ;; esac"
    }

    @Test func `a gateway without our worker passes`() throws {
        #expect(try gate("case $* in *LoadState*) echo not-found ;; *) echo ;; esac").status == 0)
        #expect(try gate("case $* in *LoadState*) echo loaded ;; *) echo disabled ;; esac").status == 0)
    }

    @Test func `a systemctl that says nothing is no reason to pass`() throws {
        #expect(try gate("return 1").status == 1)
    }

    @Test(arguments: [
        "serves ffms_nord; 3 nodes", "serves ffms_ost ffms_nord ffms_west; 3 nodes", "serves ffms_west ffms_nord",
    ])
    func `a worker that serves the domain passes`(status: String) throws {
        #expect(try gate(says(status)).status == 0)
    }

    @Test(arguments: [
        "", "serves none; 0 nodes; ffms_nord: wg-nord is missing", "serves ffms_nord2 xffms_nord; 0 nodes",
        "waits for ffms_nord",
    ])
    func `one that doesn't is told with what it says`(status: String) throws {
        let (code, text) = try gate(says(status))
        #expect(code == 1)
        #expect(text == "umstieg-worker: \(status.isEmpty ? "no status" : status)\n")
    }
}
