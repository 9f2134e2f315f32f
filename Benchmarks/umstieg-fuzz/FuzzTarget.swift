import Mesh

/// A reader, and right outputs to begin with.
struct FuzzTarget: Sendable {
    var name: String
    var seeds: [[UInt8]]
    /// What is read; only that it ends, and doesn't trap, counts.
    var read: @Sendable (ToolOutput) throws(ReadingError) -> Void

    private typealias Seed = PackageResources

    static let all: [FuzzTarget] =
        [
            FuzzTarget(
                name: "batctl neighbors",
                seeds: [
                    Seed.neighbours_v_json, Seed.neighbours_iv_json, Seed.neighbours_v_txt, Seed.neighbours_iv_txt,
                ]
            ) { output throws(ReadingError) in _ = try BatmanNeighbour.all(in: output) },
            FuzzTarget(
                name: "batctl originators",
                seeds: [
                    Seed.originators_v_json, Seed.originators_iv_json, Seed.originators_v_txt, Seed.originators_iv_txt,
                    Seed.originators_2014_txt,
                ]
            ) { output throws(ReadingError) in _ = try BatmanPath.all(in: output) },
            FuzzTarget(
                name: "batctl gateways",
                seeds: [
                    Seed.gateways_v_json, Seed.gateways_iv_json, Seed.gateways_v_txt, Seed.gateways_iv_txt,
                    Seed.gateways_2014_txt,
                ]
            ) { output throws(ReadingError) in _ = try BatmanGateway.all(in: output) },
            FuzzTarget(
                name: "batctl translocal",
                seeds: [Seed.local_json, Seed.local_txt, Seed.local_2014_txt, Seed.local_2012_txt]
            ) { output throws(ReadingError) in _ = try TranslationEntry.local(in: output) },
            FuzzTarget(name: "batctl transglobal", seeds: [Seed.global_json, Seed.global_txt, Seed.global_2014_txt]) {
                output throws(ReadingError) in _ = try TranslationEntry.global(in: output)
            },
            FuzzTarget(name: "batctl mesh_json", seeds: [Seed.mesh_v_json, Seed.mesh_iv_json]) {
                output throws(ReadingError) in _ = try BatmanMesh(reading: output)
            },
            FuzzTarget(name: "batctl interface", seeds: [Seed.hard_interfaces_json, Seed.hard_interfaces_txt]) {
                output throws(ReadingError) in _ = try BatmanHardInterface.all(in: output)
            },
            FuzzTarget(name: "batctl hardif_json", seeds: [Seed.hard_interface_json]) {
                output throws(ReadingError) in _ = try BatmanHardInterface(reading: output)
            },
            FuzzTarget(name: "batctl throughput_override", seeds: [Seed.override_txt]) {
                output throws(ReadingError) in _ = try Throughput.override(reading: output)
            },
            FuzzTarget(name: "batctl -v", seeds: [Seed.version_txt]) {
                output throws(ReadingError) in _ = try BatctlVersion(reading: output)
            },
            FuzzTarget(name: "batctl routing_algo", seeds: [Seed.algorithms_txt]) {
                output throws(ReadingError) in _ = try RoutingAlgorithms(reading: output)
            },
            FuzzTarget(
                name: "batctl gw_mode",
                seeds: [Seed.gateway_mode_txt, Array("client (selection class: 20)\n".utf8)]
            ) {
                output throws(ReadingError) in _ = try GatewaySettings(reading: output)
            },
            FuzzTarget(name: "wg show", seeds: [Seed.wireguard_txt]) {
                output throws(ReadingError) in _ = try WireGuardInterface.all(in: output)
            },
            FuzzTarget(name: "fastd status", seeds: [Seed.fastd_json]) {
                output throws(ReadingError) in _ = try FastdStatus(reading: output)
            },
            FuzzTarget(name: "bridge fdb", seeds: [Seed.forwarding_one_json, Seed.forwarding_json]) {
                output throws(ReadingError) in _ = try ForwardingEntry.all(in: output, of: "vx")
            },
            FuzzTarget(name: "ip route", seeds: [Seed.routes_json]) {
                output throws(ReadingError) in _ = try Route.all(in: output)
            },
            FuzzTarget(name: "ip link", seeds: [Seed.links_json]) {
                output throws(ReadingError) in _ = try LinkState.all(in: output)
            },
            FuzzTarget(name: "ip addr", seeds: [Seed.addresses_json]) {
                output throws(ReadingError) in _ = try InterfaceAddress.all(in: output)
            },
            FuzzTarget(name: "networkctl status", seeds: [Seed.networkd_json]) {
                output throws(ReadingError) in _ = try NetworkdLink(reading: output)
            },
            // The lab's list is 31 KB, most of which is skipped.
            FuzzTarget(
                name: "networkctl list",
                seeds: [Array("{\"Interfaces\":[".utf8) + Seed.networkd_json + Array("]}".utf8)]
            ) { output throws(ReadingError) in _ = try NetworkdLink.all(in: output) },
            FuzzTarget(name: "batctl ping", seeds: [Seed.ping_txt, Seed.ping_lost_txt]) {
                output throws(ReadingError) in _ = try BatmanPing(reading: output)
            },
            FuzzTarget(
                name: "batctl throughputmeter",
                seeds: [Seed.throughput_txt, Array("Destination unreachable\n".utf8)]
            ) {
                output throws(ReadingError) in _ = try ThroughputTest(reading: output)
            },
            FuzzTarget(name: "iperf3", seeds: [Seed.iperf3_json, Seed.iperf3_error_json]) {
                output throws(ReadingError) in _ = try Iperf3Result(reading: output)
            },
            FuzzTarget(name: "uci show", seeds: [Seed.uci_txt]) {
                output throws(ReadingError) in _ = try UCIOptions(reading: output)
            },
            FuzzTarget(name: "gluon-info", seeds: [Seed.gluon_info_txt]) {
                output throws(ReadingError) in _ = try GluonInfo(reading: output)
            },
            FuzzTarget(name: "respondd", seeds: [Seed.respondd_json, Seed.respondd_2015_json]) {
                output throws(ReadingError) in _ = try NodeAnswer(json: output)
            },
            FuzzTarget(name: "respondd datagram", seeds: [Seed.respondd_deflate]) {
                output throws(ReadingError) in _ = try NodeAnswer(datagram: output)
            },
        ] + sources
}
