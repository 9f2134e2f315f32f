import FleetModel
import Foundation
import Testing
import Transport

/// A fault that is ready to strike within milliseconds, as the session that it takes is open already.
struct FaultTrigger {
    private static let silence = Duration.seconds(30)

    let fault: Fault
    let workspace: LabWorkspace

    private var lab: Lab { workspace.lab }
    private var said: URL { workspace.directory.appending(path: "fault.log") }

    /// Opens a session that waits for one line.
    func arm() async throws {
        guard let command = fault.command else { return }
        let remote = "echo ready; read -r word; \(command); echo struck"
        _ = try await lab.run(
            """
            cd \(workspace.directory.path.shellQuoted)
            mkfifo fault
            setsid \(try Lab.command("ssh", "gw1", remote)) <> fault > fault.log 2>&1 &
            """
        )
        try await lab.eventually("a session for the fault is open", within: 60) { try has("ready") }
    }

    /// Lets it strike, and puts right what has to be: power comes back, so does a link, and somebody resumes.
    ///
    /// - Parameter controller: the one that runs.
    /// - Returns: the controller that runs after it.
    /// - Throws: when the lab fails, or the fault doesn't come.
    func strike(_ controller: LabController) async throws -> LabController {
        if fault.command != nil {
            _ = try await lab.run("echo go > \(workspace.directory.appending(path: "fault").path.shellQuoted)")
        }
        switch fault {
        case .sigkill:
            kill(controller.process, SIGKILL)
            try await lab.eventually("the controller is dead", within: 10) { try controller.exitCode() != nil }
            // It may have ended right before.
            guard try controller.exitCode() == 128 + SIGKILL else { return controller }
            return try await workspace.control("rollout resume --events", log: "resume")
        case .cut:
            try await lab.lab("link", "gw1", "drop")
            try await Task.sleep(for: Self.silence)
            try await lab.lab("link", "gw1", "restore")
        case .reboot:
            try await lab.eventually("gw1 has booted", within: 300) {
                try await lab.ssh("gw1", "[ -e /run/before-reboot ] || echo anew").contains("anew")
            }
        case .power:
            try await lab.lab("cut", "gw1")
            try await lab.lab("start", "gw1")
        case .disk, .clock:
            try await lab.eventually("the fault is there", within: 120) { try has("struck") }
        }
        return controller
    }

    private func has(_ word: String) throws -> Bool {
        try String(contentsOf: said, encoding: .utf8).contains(word)
    }
}
