import Mesh
import Testing

/// A reader with an output of its program.
struct ReaderCase: Sendable, CustomTestStringConvertible {
    /// Name of the fixture.
    var fixture: String
    /// Whether a list that was cut after a line looks complete.
    var isCompleteAtLineEnds = false
    /// What was read, as text.
    var read: @Sendable (ToolOutput) throws -> String

    var testDescription: String { fixture }

    private static func json(_ fixture: String, _ read: @escaping @Sendable (ToolOutput) throws -> Any) -> ReaderCase {
        ReaderCase(fixture: fixture) { "\(try read($0))" }
    }

    private static func rows(_ fixture: String, _ read: @escaping @Sendable (ToolOutput) throws -> Any) -> ReaderCase {
        ReaderCase(fixture: fixture, isCompleteAtLineEnds: true) { "\(try read($0))" }
    }

    static let all: [ReaderCase] = [
        json("neighbours-v.json") { try BatmanNeighbour.all(in: $0) },
        json("neighbours-iv.json") { try BatmanNeighbour.all(in: $0) },
        rows("neighbours-v.txt") { try BatmanNeighbour.all(in: $0) },
        rows("neighbours-iv.txt") { try BatmanNeighbour.all(in: $0) },
        json("originators-v.json") { try BatmanPath.all(in: $0) },
        json("originators-iv.json") { try BatmanPath.all(in: $0) },
        rows("originators-v.txt") { try BatmanPath.all(in: $0) },
        rows("originators-iv.txt") { try BatmanPath.all(in: $0) },
        rows("originators-2014.txt") { try BatmanPath.all(in: $0) },
        json("gateways-v.json") { try BatmanGateway.all(in: $0) },
        json("gateways-iv.json") { try BatmanGateway.all(in: $0) },
        rows("gateways-v.txt") { try BatmanGateway.all(in: $0) },
        rows("gateways-iv.txt") { try BatmanGateway.all(in: $0) },
        rows("gateways-2014.txt") { try BatmanGateway.all(in: $0) },
        json("mesh-v.json") { try BatmanMesh(reading: $0) },
        json("mesh-iv.json") { try BatmanMesh(reading: $0) },
        json("hard-interfaces.json") { try BatmanHardInterface.all(in: $0) },
        rows("hard-interfaces.txt") { try BatmanHardInterface.all(in: $0) },
        json("hard-interface.json") { try BatmanHardInterface(reading: $0) },
        json("override.txt") { try Throughput.override(reading: $0) as Any },
        json("global.json") { try TranslationEntry.global(in: $0) },
        rows("global.txt") { try TranslationEntry.global(in: $0) },
        rows("global-2014.txt") { try TranslationEntry.global(in: $0) },
        json("local.json") { try TranslationEntry.local(in: $0) },
        rows("local.txt") { try TranslationEntry.local(in: $0) },
        rows("local-2014.txt") { try TranslationEntry.local(in: $0) },
        rows("local-2012.txt") { try TranslationEntry.local(in: $0) },
        json("version.txt") { try BatctlVersion(reading: $0) },
        rows("algorithms.txt") { try RoutingAlgorithms(reading: $0).available },
        json("gateway-mode.txt") { try GatewaySettings(reading: $0) },
        rows("wireguard.txt") { try WireGuardInterface.all(in: $0) },
        json("fastd.json") { try FastdStatus(reading: $0) },
        json("forwarding.json") { try ForwardingEntry.all(in: $0) },
        json("forwarding-one.json") { try ForwardingEntry.all(in: $0, of: "vx-muc_nord") },
        json("routes.json") { try Route.all(in: $0) },
        json("links.json") { try LinkState.all(in: $0) },
        json("addresses.json") { try InterfaceAddress.all(in: $0) },
        json("networkd.json") { try NetworkdLink(reading: $0) },
        json("networkd-list.json") { try NetworkdLink.all(in: $0) },
        json("ping.txt") { try BatmanPing(reading: $0) },
        json("ping-lost.txt") { try BatmanPing(reading: $0) },
        json("throughput.txt") { try ThroughputTest(reading: $0) },
        json("iperf3.json") { try Iperf3Result(reading: $0) },
        rows("uci.txt") { try UCIOptions(reading: $0).types.count },
        rows("gluon-info.txt") { try GluonInfo(reading: $0).values.count },
        json("respondd.json") { try NodeAnswer(json: $0) },
        json("respondd-2015.json") { try NodeAnswer(json: $0) },
        json("respondd.deflate") { try NodeAnswer(datagram: $0) },
    ]
}
