import ArgumentParser
import FleetModel
import KeyExchange
import KeyWorker

struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Put the keys of nodes into this gateway's interfaces, until it is stopped.",
        discussion: """
            The same as the small program umstieg-worker, which is made for gateways. It needs CAP_NET_ADMIN.

            Example: umstieg worker --config /etc/wgkex.yaml --check
            """
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
            for line in lines { Console.current.write(line.escapingControls + "\n", to: .output) }
            if !isInOrder { throw CommandFailure(.failed, "not all is in order") }
        } catch let error as SettingsError {
            throw CommandFailure(.misconfigured, "\(error)")
        } catch let error as KernelError {
            throw CommandFailure(.failed, "\(error)")
        }
    }
}
