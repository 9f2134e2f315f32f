import Foundation
import Transactions

/// A device in a scratch directory: its files, its doubles of systemd and iproute2, and its processes.
struct DeviceUnderTest: Sendable {
    static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    let shell: Shell
    let flavour: String
    let root: URL
    let fencingToken = 7

    var state: String { root.path + "/var/lib/umstieg" }

    /// Runs a test on a fresh device, and ends every process that it started.
    static func with(
        _ shell: Shell,
        flavour: String = "systemd",
        directory: URL? = nil,
        _ body: (DeviceUnderTest) async throws -> Void
    ) async throws {
        await Slots.shared.take()
        let device = try DeviceUnderTest(shell: shell, flavour: flavour, directory: directory)
        let result: Result<Void, any Error>
        do {
            try await body(device)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        device.tearDown(keep: ProcessInfo.processInfo.environment["UMSTIEG_KEEP_SCRATCH"] != nil)
        await Slots.shared.giveBack()
        try result.get()
    }

    private init(shell: Shell, flavour: String, directory: URL?) throws {
        self.shell = shell
        self.flavour = flavour
        let parent = directory ?? URL(fileURLWithPath: "/dev/shm")
        root = parent.appendingPathComponent("umstieg-test-\(UUID().uuidString.prefix(8))")
        for directory in ["units", "links", "timers", "services", "fail", "hang"] {
            try create("world/" + directory)
        }
        for file in ["calls", "routes", "fdb", "wg", "pids", "journal"] {
            try write("", to: "/world/" + file)
        }
        for directory in ["etc/systemd/system", "etc/systemd/network", "etc/init.d", "bin", "run"] {
            try create(directory)
        }
        try write("11111111-1111-4111-8111-111111111111\n", to: "/world/boot_id")
        try linkTools()
    }

    /// `bin` shadows what the shell would find otherwise.
    private func linkTools() throws {
        let bin = root.appendingPathComponent("bin").path
        func link(_ name: String, to target: String) throws {
            try FileManager.default.createSymbolicLink(atPath: "\(bin)/\(name)", withDestinationPath: target)
        }
        switch shell {
        case .dash:
            try link("sh", to: "/usr/bin/dash")
        case .ash, .strict:
            let lacking: Set = ["fsync", "flock", "lock", "netmsg", "ntpd", "dhcprelay", "ip", "sh"]
            for applet in try Self.openWrtApplets().subtracting(lacking) {
                try link(applet, to: "/usr/bin/busybox")
            }
            try link("sh", to: shell == .ash ? "/usr/bin/busybox" : "/usr/bin/dash")
        }
    }

    static func openWrtApplets() throws -> Set<String> {
        let text = try String(contentsOf: tests.appendingPathComponent("openwrt-applets.txt"), encoding: .utf8)
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        return Set(lines.flatMap { $0.split(separator: " ").map(String.init) })
    }

    private var environment: [String: String] {
        let doubles = Self.tests.appendingPathComponent("Doubles").path
        let rest = shell == .dash ? ":/usr/bin:/bin:/usr/sbin:/sbin" : ""
        var environment = [
            "PATH": "\(doubles):\(root.path)/bin\(rest)",
            "LANG": "C.UTF-8",
            "UMSTIEG_ROOT": root.path,
            "UMSTIEG_FLAVOUR": flavour,
            "UMSTIEG_BOOT_ID": root.path + "/world/boot_id",
        ]
        if exists("/world/uptime") { environment["UMSTIEG_UPTIME"] = root.path + "/world/uptime" }
        return environment
    }

    // MARK: Commands

    /// Starts a command line in the device's login shell, as a session of its own, and gives its pid.
    ///
    /// Its output goes to files, as daemons may keep it open. (Foundation's `Process` is no help: it takes a command for
    /// running as long as a descendant lives.)
    func start(_ command: DeviceCommand, onExit: @escaping @Sendable (Output) -> Void) throws -> pid_t {
        let number = UUID().uuidString
        let files = ["in", "out", "err"].map { "/dev/shm/umstieg-\(number).\($0)" }
        try Data(command.standardInput).write(to: URL(fileURLWithPath: files[0]))
        let pid = try spawn(["/usr/bin/setsid"] + shell.interpreter + ["-c", command.text], files: files)
        Thread.detachNewThread {
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            let output = Output(
                status: status & 0x7f == 0 ? (status >> 8) & 0xff : -(status & 0x7f),
                standardOutput: [UInt8](FileManager.default.contents(atPath: files[1]) ?? Data()),
                standardError: [UInt8](FileManager.default.contents(atPath: files[2]) ?? Data())
            )
            for file in files { try? FileManager.default.removeItem(atPath: file) }
            onExit(output)
        }
        return pid
    }

    private func spawn(_ arguments: [String], files: [String]) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, files[0], O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, files[1], O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, files[2], O_WRONLY | O_CREAT, 0o600)
        // Swift's threads block signals, and a shell without SIGCHLD waits for ever.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var words = arguments.map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for word in words + variables { free(word) } }
        var pid: pid_t = 0
        let error = posix_spawn(&pid, arguments[0], &actions, &attributes, &words, &variables)
        guard error == 0 else { throw SpawnError(code: error) }
        return pid
    }

    struct SpawnError: Error {
        var code: Int32
    }

    func run(_ command: DeviceCommand) async throws -> Output {
        try await withCheckedThrowingContinuation { continuation in
            do {
                _ = try start(command) { continuation.resume(returning: $0) }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    func run(_ text: String) async throws -> Output {
        try await run(DeviceCommand(text: text))
    }

    func output(of verb: DeviceVerb, fencingToken: Int? = nil) async throws -> Output {
        try await run(verb.command(fencingToken: fencingToken ?? self.fencingToken, stateDirectory: state))
    }

    /// The report of a verb, or its refusal as an error.
    @discardableResult
    func report(_ verb: DeviceVerb, fencingToken: Int? = nil) async throws -> DeviceReport {
        let output = try await output(of: verb, fencingToken: fencingToken)
        do {
            return try DeviceAnswer.report(from: output.standardOutput)
        } catch let error as UnreadableAnswer {
            throw UnreadableAnswer(place: error.place, message: "\(error.message)\n\(output.text)\n\(output.errorText)")
        }
    }

    /// The code with which a verb is refused, or nil.
    func refusal(_ verb: DeviceVerb, fencingToken: Int? = nil) async throws -> DeviceRefusal.Code? {
        do {
            try await report(verb, fencingToken: fencingToken)
            return nil
        } catch let refusal as DeviceRefusal {
            return refusal.code
        }
    }

    /// An internal verb, run by the transaction's own copy of the script.
    func own(_ call: String, _ id: String = "t1") async throws -> Output {
        try await run("exec sh \(state)/tx/\(id)/umstieg-device \(call)")
    }
}
