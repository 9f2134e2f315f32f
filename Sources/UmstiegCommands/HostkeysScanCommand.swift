import ArgumentParser
import FleetModel
import FleetStore
import Reporting
import SSHTransport
import Transport

struct HostkeysScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Record the keys that gateways and nodes show; trusts none of them.",
        discussion: """
            Nodes are asked through a gateway of their domain, whose key has to be accepted before; so they are meant only \
            where the selector chooses no gateway: «node:*».
            """
    )

    private static let mostAtOnce = 8

    @Argument(help: ArgumentHelp("Which gateways and nodes.", valueName: "selector"))
    var selector: String

    @OptionGroup var output: ListOutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let console = Console.current
        let session = try FleetSession(global.workspace(on: console))
        let endpoints = try session.endpoints(Selector(selector))
        let scanner = HostKeyScanner(connector: session.connector)
        let store = HostKeyStore(database: session.database)
        let scans = await endpoints.concurrentMap(atMost: Self.mostAtOnce) { endpoint in
            (
                endpoint.name,
                await Self.result { () throws(TransportError) in
                    try await scanner.scan(endpoint, within: .seconds(30))
                }
            )
        }
        var silent: [String] = []
        for (name, result) in scans {
            switch result {
            case .success(let scan): try store.save(scan.keys.map { SeenHostKey($0, host: name) }, for: name)
            case .failure(let error):
                console.write("error: \(error.description.escapingControls)\n", to: .error)
                silent.append(name)
            }
        }
        let report = try HostKeyReport(endpoints, in: session, store: store)
        console.write(report.listing.text(as: output.format, style: console.style), to: .output)
        guard silent.isEmpty else {
            throw CommandFailure(.rolledBack, "no key from \(silent.joined(separator: ", "))")
        }
    }

    private static func result<Value>(
        _ body: () async throws(TransportError) -> Value
    ) async -> Result<Value, TransportError> {
        do throws(TransportError) { return .success(try await body()) } catch { return .failure(error) }
    }
}
