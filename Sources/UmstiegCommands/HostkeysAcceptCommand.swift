import ArgumentParser
import FleetModel
import FleetStore
import Reporting
import SSHTransport

struct HostkeysAcceptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Trust the keys that were scanned; they take the place of those before.",
        discussion: "They are written to known_hosts in the workspace."
    )

    @Argument(help: ArgumentHelp("Which gateways.", valueName: "selector"))
    var selector: String

    @OptionGroup var output: ListOutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let console = Console.current
        let session = try FleetSession(global.workspace(on: console))
        let gateways = try Selector(selector).selection(from: session.fleet).gateways
        guard !gateways.isEmpty else { throw CommandFailure(.usage, "the selector chooses no gateway") }
        let store = HostKeyStore(database: session.database)
        let seen = try gateways.map { ($0, try store.keys(of: $0.name)) }
        let unknown = seen.filter(\.1.isEmpty).map(\.0.name)
        guard unknown.isEmpty else {
            let names = unknown.joined(separator: ", ")
            throw CommandFailure(.failed, "no keys were scanned of \(names): «umstieg hostkeys scan» first")
        }
        for (gateway, keys) in seen {
            try KnownHosts.pin(
                keys.compactMap(\.hostKey),
                host: gateway.address,
                port: gateway.port ?? session.fleet.ssh.port,
                inFile: session.workspace.knownHostsPath
            )
        }
        let report = try HostKeyReport(gateways, in: session, store: store)
        console.write(report.listing.text(as: output.format, style: console.style), to: .output)
    }
}
