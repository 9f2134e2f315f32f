import Foundation

/// A process, told from all others that ever had its number.
package struct ProcessIdentity: Sendable, Hashable {
    package var host: String
    /// Where `pid` means something: the kernel's boot id and the PID namespace; empty where nobody knows.
    package var pidSpace: String
    package var pid: Int32
    /// Clock ticks from boot, field 22 of `/proc/PID/stat` in proc_pid_stat(5); 0 where nobody knows.
    package var start: Int

    package init(host: String, pidSpace: String, pid: Int32, start: Int) {
        self.host = host
        self.pidSpace = pidSpace
        self.pid = pid
        self.start = start
    }

    /// This process.
    package static let current = ProcessIdentity(
        host: ProcessInfo.processInfo.hostName,
        pidSpace: currentPIDSpace,
        pid: getpid(),
        start: Stat(pid: getpid())?.start ?? 0
    )

    /// Whether it runs, for a process whose number means the same here; true in doubt.
    var isAlive: Bool {
        // Another user's process is there, too: EPERM.
        if kill(pid, 0) != 0, errno == ESRCH { return false }
        guard start > 0, let stat = Stat(pid: pid) else { return true }
        return stat.start == start && !stat.hasEnded
    }

    private static var currentPIDSpace: String {
        let boot = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        let namespace = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
        guard let boot, let namespace else { return "" }
        return boot.trimmingCharacters(in: .whitespacesAndNewlines) + " " + namespace
    }
}

extension ProcessIdentity {
    /// What `/proc/PID/stat` tells of a process.
    private struct Stat {
        var start: Int
        /// A zombie, which only waits for its parent.
        var hasEnded: Bool

        init?(pid: Int32) {
            guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return nil }
            // The second field is the command in parentheses, whatever its name holds.
            guard let end = text.lastIndex(of: ")") else { return nil }
            let fields = text[text.index(after: end)...].split(separator: " ")
            guard fields.count > 19, let start = Int(fields[19]) else { return nil }
            self.start = start
            hasEnded = ["Z", "X"].contains(fields[0])
        }
    }
}
