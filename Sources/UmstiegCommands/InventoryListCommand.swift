import ArgumentParser
import FleetModel
import Reporting

struct InventoryListCommand: AsyncParsableCommand {
    enum Kind: String, CaseIterable, ExpressibleByArgument {
        case gateways
        case domains
        case nodes
    }

    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List gateways, domains or nodes.",
        discussion: """
            A selector says which ones; without it, all are listed.

              domain:ffms_*            gateways and nodes of domains
              gateway:gw04             a gateway
              node:NAME|02caffee0001   nodes by host name or id
              state:fastd|offline      nodes by state: fastd, dual, wireguard,
                                       mesh-only, offline, unknown
              firmware:<v2023.2        nodes by firmware: < <= = >= > or a pattern
              model:'TP-Link *'        nodes by model
              all                      everything
              and  or  not  ( )        not binds tighter than and, and than or

            * and ? match, | separates alternatives, quotes keep spaces together. Domains are listed if «domain:» or \
            «all» names them.

            Example:
              umstieg inventory list nodes 'domain:ffms_nord and not state:offline'
            """
    )

    @Argument(help: ArgumentHelp("What to list.", valueName: "kind"))
    var kind: Kind

    @Argument(help: ArgumentHelp("Which ones.", valueName: "selector"))
    var selector: String?

    @OptionGroup var output: ListOutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let console = Console.current
        let selector = try selector.map(Selector.init) ?? .all
        let fleet = try Workspace.fleet(in: global.workspace(on: console).openDatabase(), isListed: true)
        switch kind {
        case .gateways: write(Listing(gateways: selector.selection(from: fleet).gateways), to: console)
        case .domains: write(Listing(domains: selector.selection(from: fleet).domains, of: fleet), to: console)
        case .nodes:
            LongListing(fleet.nodes, where: selector.matcher(of: fleet.nodes)) { Listing(nodes: $0) }
                .write(as: output.format, style: console.style) { console.write($0, to: .output) }
        }
    }

    private func write(_ listing: Listing, to console: Console) {
        console.write(listing.text(as: output.format, style: console.style), to: .output)
    }
}
