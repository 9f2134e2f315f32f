import ArgumentParser
import Glibc
import KeyExchange
import KeyWorker

/// The gateway's part of the key exchange, as a program of its own.
@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "umstieg-worker",
        abstract: "Puts the keys of nodes into this gateway's WireGuard and VXLAN interfaces.",
        discussion: """
            It reads wgkex.yaml, takes keys from MQTT as wgkex's worker does, and needs CAP_NET_ADMIN.

            Exit codes: 0 ended as asked, 1 failed, 64 usage, 78 the settings are wrong.
            """,
        version: KeyWorkerProgram.version
    )

    @Option(help: "The settings; if not given, what WGKEX_CONFIG_FILE names, else /etc/wgkex.yaml.")
    var config: String?

    @Flag(help: "Tell what is there, change nothing, and end: with 0 if all is in order.")
    var check = false

    func run() async throws {
        do {
            let program = try KeyWorkerProgram(configuration: config)
            guard check else { return try await program.run() }
            let (lines, isInOrder) = try program.check()
            for line in lines { print(line) }
            if !isInOrder { throw ExitCode.failure }
        } catch let error as SettingsError {
            throw Self.failure(error, status: 78)
        } catch let error as KernelError {
            throw Self.failure(error, status: 1)
        }
    }

    private static func failure(_ error: some Error, status: Int32) -> ExitCode {
        let line = Array("error: \(error)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
        return ExitCode(status)
    }
}
