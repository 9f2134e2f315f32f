import ArgumentParser
import Reporting

/// The formats of commands that print a list.
struct ListOutputOptions: ParsableArguments {
    @Option(name: .customLong("output"), help: "The list's format.")
    var format = OutputFormat.table
}

extension OutputFormat: ExpressibleByArgument {}
