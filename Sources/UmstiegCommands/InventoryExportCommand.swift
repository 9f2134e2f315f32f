import ArgumentParser
import FleetModel
import Reporting

struct InventoryExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the inventory for other programs, and for this one.",
        discussion: """
              umstieg       this program's own format; imported again, it gives the same inventory
              json          the same as JSON
              ansible       an Ansible inventory with the groups umstieg_gateways, umstieg_nodes and \
            umstieg_domain_<code>; it holds all that the inventory does
              ansible-json  the same, as a dynamic inventory answers to --list
              wgkex         domains, gateways and MQTT server for the key exchange; passwords are never stored, so none \
            is in it
              ssh-config    the ways to all devices; nodes by id, and as NAME.mesh
              csv           all devices in one list

            Of a part, all that it refers to comes along: the domains of nodes, and their jump hosts.

            Examples:
              umstieg inventory export --format umstieg > Inventory/community.yaml
              umstieg inventory export domain:ffms_nord --format ansible > hosts.yaml
            """
    )

    @Argument(help: ArgumentHelp("Which devices; all without it.", valueName: "selector"))
    var selector: String?

    @Option(help: "The format.")
    var format: ExportFormat

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let console = Console.current
        let selector = try selector.map(Selector.init)
        var fleet = try global.workspace(on: console).fleet()
        if let selector {
            let selection = selector.selection(from: fleet)
            guard !selection.isEmpty || !selection.domains.isEmpty else {
                throw CommandFailure(.usage, "the selector chooses no domain, gateway or node")
            }
            fleet = fleet.part(selection)
        }
        console.write(format.text(of: fleet), to: .output)
    }
}

extension ExportFormat: ExpressibleByArgument {}
