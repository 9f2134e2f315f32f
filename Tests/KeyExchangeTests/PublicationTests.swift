import FleetModel
import KeyExchange
import Testing

/// Byte for byte what wgkex's programs say.
struct PublicationTests {
    private let data = GatewayData(
        externalAddress: "gw04.ext.ffmuc.net",
        port: 40011,
        publicKey: Fixture.gatewayKey,
        linkAddress: "fe80::27c:16ff:fec0:6c74"
    )

    private func expect(
        _ publication: Publication,
        _ topic: String,
        _ payload: String,
        retained: Bool,
        acknowledged: Bool
    ) {
        #expect(publication.topic.name == topic)
        #expect(String(decoding: publication.payload, as: UTF8.self) == payload)
        #expect(publication.isRetained == retained)
        #expect(publication.isAcknowledged == acknowledged)
    }

    @Test func `a key goes to all workers of its domain and isn't kept`() {
        expect(
            .key(Fixture.nodeKey, domain: "ffmuc_welt"),
            "wireguard/ffmuc_welt/all",
            "o52Ge+Rpj4CUSitVag9mS7pSXUesNM0ESnvj/wwehkg=",
            retained: false,
            acknowledged: true
        )
    }

    @Test func `a worker's metric, status and data are kept`() {
        let worker = "gw04.in.ffmuc.net"
        let metric = "wireguard-metrics/ffmuc_welt/gw04.in.ffmuc.net/connected_peers"
        expect(
            .connectedPeers(173, domain: "ffmuc_welt", worker: worker),
            metric,
            "173",
            retained: true,
            acknowledged: false
        )
        expect(.noPeers(domain: "ffmuc_welt", worker: worker), metric, "-1", retained: true, acknowledged: true)
        let status = "wireguard-worker/gw04.in.ffmuc.net/status"
        expect(.status(isOnline: true, worker: worker), status, "1", retained: true, acknowledged: true)
        expect(.status(isOnline: false, worker: worker), status, "0", retained: true, acknowledged: true)
        expect(
            .data(data, domain: "ffmuc_welt", worker: worker),
            "wireguard-worker/gw04.in.ffmuc.net/ffmuc_welt/data",
            #"{"ExternalAddress": "gw04.ext.ffmuc.net", "Port": 40011, "#
                + #""PublicKey": "TszFS3oFRdhsJP3K0VOlklGMGYZy+oFCtlaghXJqW2g=", "#
                + #""LinkAddress": "fe80::27c:16ff:fec0:6c74"}"#,
            retained: true,
            acknowledged: true
        )
    }

    @Test func `answers have wgkex's shapes`() {
        #expect(RegistrationAnswer.published.json == #"{"Message":"OK"}"#)
        #expect(
            RegistrationAnswer.endpoint(data).json
                == #"{"Endpoint":{"Address":"gw04.ext.ffmuc.net","AllowedIPs":["fe80::27c:16ff:fec0:6c74"],"#
                + #""Port":"40011","PublicKey":"TszFS3oFRdhsJP3K0VOlklGMGYZy+oFCtlaghXJqW2g="}}"#
        )
        #expect(RegistrationAnswer.refused("a \"b\"\u{1}ä").json == #"{"error":{"message":"a \"b\"\u0001\u00e4"}}"#)
    }

    @Test func `what brokers and workers share is read back`() throws {
        let known = KnownKey(firstSeen: 1, lastSeen: 2, worker: "gw\"1")
        #expect(try KnownKey(payload: Array(known.json.utf8)) == known)
        #expect(try KnownKey(payload: Array(#"{"first_seen": 1, "last_seen": 2}"#.utf8)).worker == nil)
        var counters = WorkerCounters()
        counters.added = 3
        counters.refusedOwn = 4
        #expect(try WorkerCounters(payload: Array(counters.json.utf8)) == counters)
        #expect(try GatewayData(payload: Array(data.json.utf8)) == data)
        let living = Publication.living([Fixture.nodeKey, Fixture.gatewayKey], domain: "x", worker: "gw1")
        #expect(KeyList.read(living.payload, limit: 10).keys == [Fixture.nodeKey, Fixture.gatewayKey])
    }
}
