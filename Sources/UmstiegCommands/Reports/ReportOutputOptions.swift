import ArgumentParser
import Reporting

/// The formats of reports.
struct ReportOutputOptions: ParsableArguments {
    @Option(name: .customLong("output"), help: "The report's format.")
    var format = ReportFormat.table

    func write(_ report: Report, on console: Console) {
        console.write(report.text(as: format, style: console.style), to: .output)
    }
}

extension ReportFormat: ExpressibleByArgument {}
