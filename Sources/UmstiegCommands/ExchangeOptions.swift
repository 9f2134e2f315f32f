import ArgumentParser
import FleetModel

/// Where this machine reaches the key exchange, if not where the inventory says.
struct ExchangeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where this machine reaches the MQTT server, if not where the inventory says: a tunnel.",
            valueName: "host:port"
        )
    )
    var mqtt: HostAndPort?

    @Option(help: ArgumentHelp("The same of the broker.", valueName: "url"))
    var brokerURL: String?

    /// Nil where the inventory names no broker.
    func probe(of fleet: Fleet, environment: [String: String]) -> ExchangeProbe? {
        fleet.broker.map { ExchangeProbe($0, url: brokerURL, mqtt: mqtt, environment: environment) }
    }
}
