import FleetModel
import Foundation
import Transactions

extension DeviceUnderTest {
    // MARK: Files

    func create(_ directory: String) throws {
        try FileManager.default.createDirectory(
            at: root.appendingPathComponent(directory),
            withIntermediateDirectories: true
        )
    }

    func write(_ text: String, to path: String) throws {
        let url = URL(fileURLWithPath: root.path + path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func link(_ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: root.path + path, withDestinationPath: target)
    }

    func read(_ path: String) -> String? {
        try? String(contentsOf: URL(fileURLWithPath: root.path + path), encoding: .utf8)
    }

    func exists(_ path: String) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: root.path + path)) != nil
    }

    func remove(_ path: String) throws {
        try FileManager.default.removeItem(atPath: root.path + path)
    }

    // MARK: Faults and facts

    func setFault(_ name: String, _ kind: String = "fail") throws {
        try write("", to: "/world/\(kind)/\(name)")
    }

    func clearFault(_ name: String, _ kind: String = "fail") throws {
        try remove("/world/\(kind)/\(name)")
    }

    var calls: [String] {
        (read("/world/calls") ?? "").split(separator: "\n").map(String.init)
    }

    /// Everything that a transaction could have changed, as text; what differs after a revert is a fault.
    func fingerprint() async throws -> String {
        let script = """
            cd '\(root.path)' && {
                find etc | grep -v -e umstieg-boot- -e init.d/umstieg | LC_ALL=C sort | while IFS= read -r f; do
                    if [ -L "$f" ]; then echo "$f -> $(readlink "$f")"
                    elif [ -f "$f" ]; then echo "$f $(/usr/bin/stat -c '%a %u %g' "$f") $(sha256sum <"$f")"
                    else echo "$f/"; fi
                done
                ls world/links
                find world/units -type f | grep -v umstieg-boot- | LC_ALL=C sort
                sort world/wg world/routes world/fdb
            }
            """
        return try await run("exec /usr/bin/dash -c \(script.shellQuoted)").text
    }

    /// What the transaction left of its own beside the files it touched.
    func leftovers() async throws -> String {
        let search = "find '\(root.path)/etc' -name '.umstieg-*' -o -name 'umstieg-*'"
        return try await run("\(search); ls '\(root.path)/world/timers'").text
    }

    // MARK: Time

    /// Waits until a condition holds.
    func until(
        _ what: String,
        within seconds: Double = 20,
        _ holds: () async throws -> Bool
    ) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while try await !holds() {
            guard ContinuousClock.now < end else { throw Timeout(what: what) }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    func until(_ state: TransactionState, _ id: String = "t1", within seconds: Double = 20) async throws {
        try await until("\(id) is \(state)", within: seconds) {
            read("/var/lib/umstieg/tx/\(id)/status")?.hasPrefix(state.rawValue + " ") == true
        }
        // The reverter that wrote the state still tidies up.
        try await until("the reverter is gone") {
            !exists("/run/umstieg/lock") && !exists("/var/lib/umstieg/tx/\(id)/reverter")
        }
    }

    /// Kills a process that leads a session, with its children, and waits until it runs no more.
    ///
    /// On a busy machine a killed process still runs for a moment, and the script asks whether it does.
    func killSession(of leader: Int32) async throws {
        kill(-leader, SIGKILL)
        try await until("process \(leader) is dead") {
            guard let stat = try? String(contentsOfFile: "/proc/\(leader)/stat", encoding: .utf8) else { return true }
            return stat.split(separator: ")").last?.first { $0 != " " } == "Z"
        }
    }

    struct Timeout: Error {
        var what: String
    }

    // MARK: Ends

    /// A power cut: all processes die, links and running units are gone, enabled units start, the boot id is another.
    func cutPower() throws {
        killProcesses()
        for directory in ["timers", "services", "links"] {
            for name in try FileManager.default.contentsOfDirectory(atPath: root.path + "/world/" + directory) {
                try remove("/world/\(directory)/\(name)")
            }
        }
        for unit in try FileManager.default.contentsOfDirectory(atPath: root.path + "/world/units") {
            if exists("/world/units/\(unit)/active") { try remove("/world/units/\(unit)/active") }
            if exists("/world/units/\(unit)/enabled") { try write("", to: "/world/units/\(unit)/active") }
        }
        try write("\(UUID().uuidString.lowercased())\n", to: "/world/boot_id")
    }

    /// Ends the process groups that the doubles started, and what the other flavours put in sessions of their own.
    func killProcesses() {
        for pid in (read("/world/pids") ?? "").split(separator: "\n").compactMap({ Int32($0) }) {
            kill(-pid, SIGKILL)
        }
        let own = Set(
            (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { Int32($0) } ?? []
        )
        for pid in own where pid != getpid() {
            guard let environment = FileManager.default.contents(atPath: "/proc/\(pid)/environ") else { continue }
            if String(decoding: environment, as: UTF8.self).contains("UMSTIEG_ROOT=\(root.path)\0") {
                kill(pid, SIGKILL)
            }
        }
    }

    func tearDown(keep: Bool) {
        killProcesses()
        if !keep { try? FileManager.default.removeItem(at: root) }
    }
}
