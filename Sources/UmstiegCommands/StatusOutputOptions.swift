import ArgumentParser
import Reporting

/// How commands that run a rollout tell of it.
struct StatusOutputOptions: ParsableArguments {
    @Option(name: .customLong("output"), help: "How the end is told: table or json.")
    var format: DetailsOutputOptions.Format?

    @Flag(help: "Write one JSON object a line to standard output, as things happen.")
    var events = false

    func validate() throws {
        if events, format != nil { throw ValidationError("--events and --output exclude each other") }
    }

    func progressStyle(on console: Console) -> ProgressMonitor.Style {
        if events { return .events }
        return console.isErrorTerminal ? .live(width: console.width) : .plain
    }

    func text(_ report: StatusReport, style: TextStyle) -> String {
        switch format ?? .table {
        case .table: report.table(style: style)
        case .json: report.json
        }
    }
}
