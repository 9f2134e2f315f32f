import FleetModel
import Mesh
import Testing
import UmstiegTesting

@testable import UmstiegCommands

/// What the probe learns of a real MQTT server.
@Suite(.enabled(if: MosquittoServer.isInstalled, "mosquitto is not installed"))
struct ExchangeProbeTests {
    private let key = "g07U8evYdWK+XrfChxz8I2xGUWPjhApX8woaiKxsQTk="

    private func probe(port: Int) -> ExchangeProbe {
        let mqtt = Fleet.Broker.MQTT(host: "127.0.0.1", port: port, tls: false, username: nil, passwordVariable: nil)
        // Nobody listens there.
        let broker = Fleet.Broker(url: "http://127.0.0.1:\(FreePort.find())", mqtt: mqtt)
        return ExchangeProbe(broker, url: nil, mqtt: nil, environment: [:])
    }

    @Test func `workers are heard, and nonsense is not`() async throws {
        let server = try MosquittoServer()
        try server.say("wireguard-worker/gw1/status", Array("1".utf8), isRetained: true)
        try server.say("wireguard-worker/gw2/status", Array("0".utf8), isRetained: true)
        try server.say("wireguard-metrics/north/gw1/connected_peers", Array("12".utf8), isRetained: true)
        try server.say("wireguard-metrics/north/gw2/connected_peers", Array("many".utf8), isRetained: true)
        let data = #"{"ExternalAddress": "gw1", "Port": 40001, "PublicKey": "\#(key)", "LinkAddress": "fe80::1"}"#
        try server.say("wireguard-worker/gw1/north/data", Array(data.utf8), isRetained: true)
        try server.say("wireguard-worker/gw2/north/data", Array("{".utf8), isRetained: true)
        let observation = await probe(port: server.port).ask()
        let heard = try #require(try observation.heard?.get())
        #expect(heard.online == ["gw1": true, "gw2": false])
        #expect(heard.connectedPeers["north"] == ["gw1": 12])
        #expect(heard.publicKeys["north"]?.mapValues(\.base64) == ["gw1": key])
        guard case .failure? = observation.answered else {
            Issue.record("a broker that isn't there has answered")
            return
        }
    }

    @Test func `a server that isn't there is a failure, and not an empty room`() async throws {
        let observation = await probe(port: FreePort.find()).ask()
        guard case .failure? = observation.heard else {
            Issue.record("an MQTT server that isn't there was heard")
            return
        }
    }
}

/// What brokers answer to a node's own key, played by a web server.
struct OwnKeyTests {
    @Test func `a node's own key is what is asked about, and no other`() throws {
        let scene = MeshScene()
        let node = scene.id(ofNode: 0)
        let keys = OwnKey.all(of: [node], in: scene.snapshot)
        #expect(keys.map(\.node) == [node])
        #expect(keys.first?.key == scene.nodes[node]?.wireGuard("wg_mesh_vpn")?.publicKey)
        #expect(OwnKey.all(of: ["020000000000"], in: scene.snapshot).isEmpty)
    }

    @Test func `a broker that isn't there is a failure, and no status`() async throws {
        let broker = Fleet.Broker(url: "http://127.0.0.1:\(FreePort.find())", mqtt: nil)
        let probe = ExchangeProbe(broker, url: nil, mqtt: nil, environment: [:])
        let scene = MeshScene()
        let node = scene.id(ofNode: 0)
        let answers = await probe.register(OwnKey.all(of: [node], in: scene.snapshot))
        guard case .failure? = answers[node] else {
            Issue.record("a broker that isn't there has answered")
            return
        }
    }
}
