import ArgumentParser
import FleetModel
import FleetStore
import Reporting
import SSHTransport
import Transport

struct HostkeysAcceptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Trust the keys that were scanned; they take the place of those before.",
        discussion: "They are written to known_hosts in the workspace."
    )

    @Argument(help: ArgumentHelp("Which gateways and nodes.", valueName: "selector"))
    var selector: String

    @OptionGroup var output: ListOutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let console = Console.current
        let session = try FleetSession(global.workspace(on: console))
        let endpoints = try session.endpoints(Selector(selector))
        let store = HostKeyStore(database: session.database)
        let seen = try endpoints.map { ($0, try store.keys(of: $0.name)) }
        let unknown = seen.filter(\.1.isEmpty).map(\.0.name)
        guard unknown.isEmpty else {
            let names = unknown.joined(separator: ", ")
            throw CommandFailure(.failed, "no keys were scanned of \(names): «umstieg hostkeys scan» first")
        }
        for (endpoint, keys) in seen {
            try KnownHosts.pin(
                keys.compactMap(\.hostKey),
                host: endpoint.address,
                port: endpoint.port ?? 22,
                inFile: session.workspace.knownHostsPath
            )
        }
        let report = try HostKeyReport(endpoints, in: session, store: store)
        console.write(report.listing.text(as: output.format, style: console.style), to: .output)
    }
}
