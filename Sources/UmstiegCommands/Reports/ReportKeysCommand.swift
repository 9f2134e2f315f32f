import ArgumentParser
import FleetModel
import Foundation
import KeyTranslation
import Reporting

struct ReportKeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "The keys of nodes: which are stale, which are used twice, and what they become.",
        discussion: """
            fastd's keys are translated into the WireGuard keys of the same secret; one that is no point of the curve is \
            unusable. Stale is a key whose owner wasn't seen for the days of --stale-after, or is offline since nobody \
            knows when.

            Example:
              umstieg report keys all --stale-after 90 --output csv
            """
    )

    @Argument(help: ArgumentHelp("Which nodes; all without it.", valueName: "selector"))
    var selector: String?

    @Option(help: ArgumentHelp("Days since a key's owner was last seen.", valueName: "days"))
    var staleAfter = 90

    @OptionGroup var output: ReportOutputOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if !(1...10_000).contains(staleAfter) { throw ValidationError("--stale-after takes 1 to 10000 days") }
    }

    func run() async throws {
        let console = Console.current
        let source = try ReportSource(global.workspace(on: console))
        let nodes = try source.nodes(selector)
        let fastdKeys = Set(nodes.compactMap(\.fastdKey))
        let translations = Dictionary(
            uniqueKeysWithValues: fastdKeys.map { key in (key, (try? WireGuardKey(fastdKey: key))?.base64) }
        )
        let report = KeyReport(
            nodes.flatMap(Self.keys),
            community: source.fleet.community.name,
            translations: translations,
            staleAfter: staleAfter * 86_400,
            takenAt: console.now().timeIntervalSince1970
        )
        output.write(report.report, on: console)
    }

    private static func keys(of node: Node) -> [KeyReport.Key] {
        let key = { (kind: KeyReport.Kind, text: String) in
            KeyReport.Key(
                kind,
                text,
                owner: node.id,
                title: node.hostname,
                domain: node.domain,
                isOffline: node.isKnownOffline,
                lastSeen: node.lastSeen
            )
        }
        return [node.fastdKey.map { key(.fastd, $0) }, node.wireGuardKey.map { key(.wireguard, $0) }].compactMap(\.self)
    }
}
