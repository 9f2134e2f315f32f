import Foundation
import Glibc

/// A program that runs until the value goes, or that is waited for.
///
/// Not Foundation's `Process`: its `waitUntilExit` can miss the end of a program and wait for ever.
/// `@unchecked Sendable`: tests use one from one place at a time.
package final class TestProcess: @unchecked Sendable {
    package struct Failure: Error, CustomStringConvertible {
        package var description: String

        package init(description: String) { self.description = description }
    }

    package let pid: Int32
    private var status: Int32?

    /// `log`: gets both outputs.
    package init(
        _ program: String?,
        _ arguments: [String],
        log: String? = nil,
        environment: [String: String] = [:]
    ) throws {
        guard let program else { throw Failure(description: "a program is missing") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log ?? "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // Worker threads block signals, and a child would inherit that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }.map { "\($0)=\($1)" }
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        var settings: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
        defer { for pointer in words + settings { free(pointer) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, program, &actions, &attributes, &words, &settings)
        guard code == 0 else { throw Failure(description: "\(program): \(String(cString: strerror(code)))") }
        pid = child
    }

    deinit {
        end()
    }

    /// Ends it, with force if it doesn't obey within 5 s.
    package func end() {
        guard status == nil else { return }
        kill(pid, SIGTERM)
        // One that was stopped obeys when it goes on.
        kill(pid, SIGCONT)
        for _ in 0..<500 where !hasEnded { usleep(10_000) }
        if !hasEnded { kill(pid, SIGKILL) }
        wait()
    }

    package var hasEnded: Bool {
        if status != nil { return true }
        var result: Int32 = 0
        guard waitpid(pid, &result, WNOHANG) == pid else { return false }
        status = result
        return true
    }

    /// Sends a signal, unless it has ended.
    package func signal(_ signal: Int32) {
        guard !hasEnded else { return }
        kill(pid, signal)
    }

    @discardableResult
    package func wait() -> Int32 {
        if let status { return status }
        var result: Int32 = 0
        while waitpid(pid, &result, 0) < 0, errno == EINTR {}
        status = result
        return result
    }

    /// Runs a program to its end.
    package static func run(_ program: String?, _ arguments: [String], environment: [String: String] = [:]) throws {
        let log = NSTemporaryDirectory() + "/umstieg-test-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: log) }
        let process = try TestProcess(program, arguments, log: log, environment: environment)
        guard process.wait() == 0 else {
            let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            throw Failure(description: "\(program ?? "?") \(arguments): \(text)")
        }
    }
}
