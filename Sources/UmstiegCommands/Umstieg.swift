package import ArgumentParser
import FleetModel

/// The program's root: it has subcommands only.
package struct Umstieg: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "umstieg",
        abstract: "Moves a batman-adv mesh network from fastd to WireGuard and VXLAN, and back.",
        discussion: """
            Gateways and nodes are changed in waves over SSH. Every change puts itself back on the device unless it is \
            confirmed over a fresh connection.

            Begin with:
              umstieg init network && cd network
              umstieg inventory import Inventory/community.yaml
              umstieg inventory list nodes 'domain:ffms_nord and not state:offline'

            Exit codes: 0 done, 1 failed or refused before anything changed, 2 begun and rolled back or stopped by \
            unreachable hosts, 3 paused or pending until a human decides, 4 a rollback failed, 64 usage.
            """,
        version: ProgramVersion.current,
        subcommands: [
            InitCommand.self, InventoryCommand.self, HostkeysCommand.self, CheckCommand.self, HealthCommand.self,
            MeasureCommand.self,
            PlanCommand.self, RehearseCommand.self, RolloutCommand.self, RollbackCommand.self, ExecCommand.self,
            ReportCommand.self, KeyCommand.self, DatabaseCommand.self, BrokerCommand.self, WorkerCommand.self,
        ]
    )

    @OptionGroup var global: GlobalOptions

    package init() {}
}
