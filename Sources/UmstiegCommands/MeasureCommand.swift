import ArgumentParser
import FleetModel
import Foundation
import Mesh
import Reporting

struct MeasureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure",
        abstract: "Measure what the ways between nodes and their gateway carry.",
        discussion: """
            Each node is measured from its domain's first gateway and back: by batman-adv's own throughput meter, and by \
            iperf3 where node and gateway have it. One node after the other; each measurement fills the node's line for \
            its seconds. The median, the slowest and the fastest run are told in kbit/s.

            A rollout does the same before its first wave and after each phase, where its file has «measure».

            Exit codes: 0 all measured, 1 something couldn't be measured, and the list says why.

            Example:
              umstieg measure node:n1 --runs 5 --seconds 5
            """
    )

    @Argument(help: ArgumentHelp("Which nodes.", valueName: "selector"))
    var selector: String

    @Option(help: "Measurements of each way with each program.")
    var runs = 5

    @Option(help: "Seconds of each measurement.")
    var seconds = 5

    @OptionGroup var output: ListOutputOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if !(1...100).contains(runs) { throw ValidationError("--runs takes 1 to 100") }
        if !(1...60).contains(seconds) { throw ValidationError("--seconds takes 1 to 60") }
    }

    func run() async throws {
        let console = Console.current
        let session = try FleetSession(global.workspace(on: console))
        let nodes = try Selector(selector).selection(from: session.fleet).nodes
        guard !nodes.isEmpty else { throw CommandFailure(.usage, "the selector chooses no node") }
        let domains = Set(nodes.map(\.domain))
        let gateways = session.fleet.gateways.filter { !domains.isDisjoint(with: $0.domains) }
        let connector = session.connector
        let collector = MeshCollector(fleet: session.fleet, connector: connector) {
            Int(console.now().timeIntervalSince1970)
        }
        let minutes = (nodes.count * runs * seconds * 4 + 59) / 60
        console.write("measuring \(nodes.count) nodes, for \(minutes) min or more …\n", to: .error)
        let snapshot = await collector.collect(gateways: gateways, nodes: nodes)
        let meter = ThroughputMeter(fleet: session.fleet, connector: connector, runs: runs, seconds: seconds)
        let series = await meter.measure(Set(nodes.map(\.id)), in: snapshot)
        let names = Dictionary(nodes.map { ($0.id, $0.hostname) }) { first, _ in first }
        let listing = ThroughputListing.of(series, names: names)
        console.write(listing.text(as: output.format, style: console.style), to: .output)
        let measured = Set(series.flatMap { [$0.way.from.name, $0.way.to.name] })
        let missing = nodes.filter { !measured.contains($0.id) }.map(\.hostname)
        guard missing.isEmpty else {
            throw CommandFailure(
                .failed,
                "not measured, as no way to them is known: \(missing.joined(separator: ", "))"
            )
        }
        guard series.allSatisfy({ $0.problem == nil }) else {
            throw CommandFailure(.failed, "not all could be measured: the list says why")
        }
    }
}
