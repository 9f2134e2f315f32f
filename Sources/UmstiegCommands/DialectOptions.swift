import ArgumentParser
import FleetModel

/// The option of all commands that compute keys.
struct DialectOptions: ParsableArguments {
    @Option(help: "The way in which the community builds its network.")
    var dialect = Dialect.ffmuc
}

extension Dialect: ExpressibleByArgument {}
