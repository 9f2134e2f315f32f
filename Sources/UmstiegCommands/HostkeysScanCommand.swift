import ArgumentParser
import FleetModel
import FleetStore
import Reporting
import SSHTransport
import Transport

struct HostkeysScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Record the keys that gateways show; trusts none of them."
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
        let scanner = HostKeyScanner(connector: session.connector)
        let store = HostKeyStore(database: session.database)
        var silent: [String] = []
        for gateway in gateways {
            do {
                let scan = try await scanner.scan(Endpoint(gateway, in: session.fleet), within: .seconds(30))
                try store.save(scan.keys.map { SeenHostKey($0, host: gateway.name) }, for: gateway.name)
            } catch let error as TransportError {
                console.write("error: \(error.description.escapingControls)\n", to: .error)
                silent.append(gateway.name)
            }
        }
        let report = try HostKeyReport(gateways, in: session, store: store)
        console.write(report.listing.text(as: output.format, style: console.style), to: .output)
        guard silent.isEmpty else {
            throw CommandFailure(.rolledBack, "no key from \(silent.joined(separator: ", "))")
        }
    }
}
