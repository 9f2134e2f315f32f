import ArgumentParser
import FleetModel
import Foundation
import Rollouts
import Transport

struct ExecCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec",
        abstract: "Run a command on gateways or nodes.",
        discussion: """
            Words become one command line, each as it is, so «exec all -- ls '*'» lists a file named «*». Give a whole \
            line to a shell yourself: exec all -- sh -c 'uptime; df -h'

            Nodes are reached through gateways, and are meant only where the selector chooses no gateway: «node:*», \
            «state:fastd and firmware:<v2023».

            Each line of output has the host's name in front. Exit codes: 0 all succeeded, 1 the command failed \
            somewhere, 2 a host can't be reached.
            """
    )

    @Argument(help: ArgumentHelp("Which gateways or nodes.", valueName: "selector"))
    var selector: String

    @Option(help: "Seconds for the command.")
    var limit = 60

    @Option(help: "Hosts at once.")
    var parallel = 50

    @Argument(parsing: .postTerminator, help: ArgumentHelp("The command.", valueName: "command"))
    var command: [String] = []

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if command.isEmpty { throw ValidationError("a command is missing: exec SELECTOR -- COMMAND…") }
        if !(1...86_400).contains(limit) { throw ValidationError("--limit takes 1 to 86400 seconds") }
        if !(1...1000).contains(parallel) { throw ValidationError("--parallel takes 1 to 1000 hosts") }
    }

    func run() async throws {
        let console = Console.current
        let session = try FleetSession(global.workspace(on: console))
        let selector = try Selector(selector)
        let endpoints = try session.endpoints(selector)
        let line = command.map(\.shellQuoted).joined(separator: " ")
        let remote = RemoteCommand(line, limit: .seconds(limit))
        // Nodes know root only.
        let areNodes = selector.selection(from: session.fleet).gateways.isEmpty
        let fanOut = FanOut(connector: session.connector, mostAtOnce: parallel)
        let work = areNodes ? remote : remote.becoming(session.fleet.ssh.become)
        var failed: [String] = []
        var unreachable: [String] = []
        for await (endpoint, result) in fanOut.run(work, on: endpoints) {
            switch result {
            case .success(let result):
                show(result, of: endpoint.name, on: console)
                if !result.succeeded { failed.append(endpoint.name) }
            case .failure(let error):
                console.write("\(error)\n".escapingControlsButNewlines, to: .error)
                unreachable.append(endpoint.name)
            }
        }
        guard unreachable.isEmpty else {
            throw CommandFailure(.rolledBack, "no answer from \(unreachable.sorted().joined(separator: ", "))")
        }
        guard failed.isEmpty else {
            throw CommandFailure(.failed, "the command failed on \(failed.sorted().joined(separator: ", "))")
        }
    }

    private func show(_ result: CommandResult, of host: String, on console: Console) {
        for (text, stream) in [(result.text, Console.Stream.output), (result.errorText, .error)] {
            for line in text.split(whereSeparator: \.isNewline) {
                console.write("\(host): \(String(line).escapingControls)\n", to: stream)
            }
        }
        switch result.ending {
        case .exited(0): break
        case .exited(let status): console.write("\(host): exit status \(status)\n", to: .error)
        case .killed(let signal): console.write("\(host): killed by SIG\(signal)\n", to: .error)
        }
    }
}

extension String {
    fileprivate var escapingControlsButNewlines: String {
        split(separator: "\n", omittingEmptySubsequences: false).map { String($0).escapingControls }
            .joined(separator: "\n")
    }
}
