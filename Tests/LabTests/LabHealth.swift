import Foundation
import Testing
import Transport

/// `umstieg health` on the lab, with broker and MQTT server at the ends of an SSH tunnel.
struct LabHealth {
    /// What `health --output json` tells.
    struct Report: Decodable {
        struct Subject: Decodable {
            struct Finding: Decodable {
                var check: String
                var verdict: String
                var cause: String?
                var message: String
            }

            var kind: String
            var name: String
            var verdict: String
            var findings: [Finding]
        }

        var verdict: String
        var subjects: [Subject]

        /// What is the matter, as in `gateway gw1: worker`; what only follows from it is left out.
        var causes: Set<String> { findings("unhealthy") }

        /// What couldn't be found out.
        var doubts: Set<String> { findings("unknown") }

        private func findings(_ verdict: String) -> Set<String> {
            Set(
                subjects.flatMap { subject in
                    subject.findings.filter { $0.cause == nil && $0.verdict == verdict }
                        .map { "\(subject.kind) \(subject.name): \($0.check)" }
                }
            )
        }

        var words: String {
            subjects.flatMap { subject in
                subject.findings.map { finding in
                    "\(subject.kind) \(subject.name): \(finding.check): \(finding.message) [\(finding.cause ?? "")]"
                }
            }.joined(separator: "\n")
        }
    }

    /// As the lab's inventory has it.
    static let brokerURL = "http://172.31.7.10:5000"

    let workspace: LabWorkspace
    private let tunnel: LabTunnel

    /// Opens the tunnel.
    init(_ workspace: LabWorkspace) async throws {
        self.workspace = workspace
        tunnel = try await LabTunnel(workspace.lab)
    }

    /// Asks all once.
    func ask() async throws -> (report: Report, code: Int32) {
        let line = """
            health --output json --mqtt 127.0.0.1:\(tunnel.mqttPort) --broker-url http://127.0.0.1:\(tunnel.brokerPort)
            """
        let result = try await workspace.umstieg(line)
        guard case .exited(let code) = result.ending, !result.standardOutput.isEmpty else {
            throw Lab.Failed(command: "umstieg \(line)", result: result)
        }
        return (try JSONDecoder().decode(Report.self, from: Data(result.standardOutput)), code)
    }

    func close() { tunnel.close() }

    /// Waits until nothing is the matter with anybody.
    func expectWell(after what: String, within seconds: Int) async throws {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        var words = "no answer"
        while clock.now < end {
            let (report, code) = try await ask()
            if report.verdict == "healthy" {
                #expect(code == 0)
                #expect(report.words.isEmpty)
                return
            }
            words = report.words
            try await Task.sleep(for: .seconds(3))
        }
        Issue.record("not well within \(seconds) s after \(what): \(words)")
    }
}
