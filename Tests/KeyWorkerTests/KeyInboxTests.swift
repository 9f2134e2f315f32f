import FleetModel
import KeyExchange
import KeyWorker
import MQTTClient
import Testing

struct KeyInboxTests {
    private let inbox = KeyInbox(worker: "gw1", domains: ["ffms_eins"], limit: 3) {}

    private func put(_ topic: String, _ payload: String, isRetained: Bool = false) {
        inbox.put(MQTTMessage(topic: topic, payload: Array(payload.utf8), isRetained: isRetained))
    }

    @Test func `keys for all and for this worker are taken once each, in order`() {
        put("wireguard/ffms_eins/all", Site.key(2).base64)
        put("wireguard/ffms_eins/gw1", Site.key(1).base64)
        put("wireguard/ffms_eins/all", Site.key(2).base64)
        #expect(inbox.take().keys == ["ffms_eins": [Site.key(2), Site.key(1)]])
        #expect(inbox.take().keys.isEmpty)
    }

    @Test func `keys for others, of other domains and on other topics are passed over`() {
        put("wireguard/ffms_eins/gw2", Site.key(1).base64)
        put("wireguard/ffms_zwei/all", Site.key(1).base64)
        put("wireguard/ffms_eins", Site.key(1).base64)
        let mail = inbox.take()
        #expect(mail.keys.isEmpty && mail.malformed == 0)
    }

    @Test func `retained keys and what is no key are counted only`() {
        put("wireguard/ffms_eins/all", Site.key(1).base64, isRetained: true)
        for payload in ["", "nonsense", Site.key(1).base64 + "\n", String(repeating: "A", count: 44)] {
            put("wireguard/ffms_eins/all", payload)
        }
        inbox.put(MQTTMessage(topic: "wireguard/ffms_eins/all", payload: [UInt8](repeating: 0xff, count: 1 << 20)))
        let mail = inbox.take()
        #expect(mail.keys.isEmpty)
        #expect(mail.retained == 1)
        #expect(mail.malformed == 5)
    }

    @Test func `no more keys than a domain may have wait`() {
        for number in 0..<5 { put("wireguard/ffms_eins/all", Site.key(number).base64) }
        put("wireguard/ffms_eins/all", Site.key(0).base64)
        let mail = inbox.take()
        #expect(mail.keys["ffms_eins"]?.count == 3)
        #expect(mail.overflowing == 2)
    }

    @Test func `the latest of each worker's data counts, and an empty one takes it back`() {
        let data = GatewayData(externalAddress: "gw2", port: 1, publicKey: Site.key(1), linkAddress: "fe80::1")
        let place = GatewayPlace(worker: "gw2", domain: "ffms_eins")
        put("wireguard-worker/gw2/ffms_eins/data", data.json, isRetained: true)
        #expect(inbox.take().gateways == [place: data])
        put("wireguard-worker/gw2/ffms_eins/data", data.json)
        put("wireguard-worker/gw2/ffms_eins/data", "")
        #expect(inbox.take().gateways == [place: nil])
        put("wireguard-worker/gw2/ffms_eins/data", "{}")
        let mail = inbox.take()
        #expect(mail.gateways.isEmpty && mail.malformed == 1)
    }

    @Test func `only its own status matters`() {
        put("wireguard-worker/gw2/status", "0")
        put("wireguard-worker/gw1/status", "1")
        #expect(!inbox.take().isDeclaredOffline)
        put("wireguard-worker/gw1/status", "0", isRetained: true)
        #expect(inbox.take().isDeclaredOffline)
    }

    @Test func `the domains whose keys are taken may change`() {
        inbox.serve(["ffms_zwei"])
        put("wireguard/ffms_eins/all", Site.key(1).base64)
        put("wireguard/ffms_zwei/gw1", Site.key(1).base64)
        #expect(inbox.take().keys == ["ffms_zwei": [Site.key(1)]])
    }

    @Test func `gateways of all domains are known`() {
        let data = GatewayData(externalAddress: "gw2", port: 1, publicKey: Site.key(1), linkAddress: "fe80::1")
        put("wireguard-worker/gw2/ffms_zwei/data", data.json, isRetained: true)
        #expect(inbox.take().gateways == [GatewayPlace(worker: "gw2", domain: "ffms_zwei"): data])
    }

    @Test func `what the server has of domains that aren't served is noticed`() {
        for (domain, worker, count) in [
            ("ffms_eins", "gw1", "3"), ("ffms_zwei", "gw1", "0"), ("ffms_drei", "gw1", "-1"), ("ffms_vier", "gw1", ""),
            ("ffms_fünf", "gw2", "3"),
        ] {
            put("wireguard-metrics/\(domain)/\(worker)/connected_peers", count, isRetained: true)
        }
        #expect(inbox.take().unserved == ["ffms_zwei"])
        for number in 0..<5000 { put("wireguard-metrics/x\(number)/gw1/connected_peers", "0") }
        #expect(inbox.take().unserved.count == 1000)
    }
}
