import ArgumentParser

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Answer the questions of a migration, from what the workspace knows.",
        discussion: """
            No device is asked: «umstieg inventory import» and «umstieg health» bring what is new. Each report is a table, \
            Markdown for a wiki, CSV of its main list, one JSON object, metrics for node_exporter's textfile collector, \
            or a page that needs nothing else, with charts and a map of the mesh.

            Examples:
              umstieg report readiness domain:ffms_nord
              umstieg report progress --output html > progress.html
              umstieg report progress --output prometheus > /var/lib/node_exporter/umstieg.prom
              umstieg report differences --since 2d
            """,
        subcommands: [
            ReportReadinessCommand.self, ReportProgressCommand.self, ReportRolloutCommand.self, ReportKeysCommand.self,
            ReportDifferencesCommand.self,
        ]
    )
}
