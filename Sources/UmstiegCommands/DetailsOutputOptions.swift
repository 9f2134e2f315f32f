import ArgumentParser
import Reporting

/// The formats of commands that print one thing.
struct DetailsOutputOptions: ParsableArguments {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case table
        case json
    }

    @Option(name: .customLong("output"), help: "The output's format.")
    var format = Format.table

    func write(_ details: Details, on console: Console) {
        switch format {
        case .table: console.write(details.table(style: console.style), to: .output)
        case .json: console.write(details.json, to: .output)
        }
    }
}
