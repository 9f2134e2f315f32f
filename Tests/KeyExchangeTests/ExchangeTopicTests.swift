import FleetModel
import KeyExchange
import Testing

struct ExchangeTopicTests {
    private static let key = "o52Ge+Rpj4CUSitVag9mS7pSXUesNM0ESnvj/wwehkg="
    private static let hex = "a39d867be4698f80944a2b556a0f664bba525d47ac34cd044a7be3ff0c1e8648"

    private static func topics() throws -> [(ExchangeTopic, String)] {
        [
            (.key(domain: "ffmuc_welt", target: "all"), "wireguard/ffmuc_welt/all"),
            (
                .connectedPeers(domain: "ffmuc_welt", worker: "gw04.in.ffmuc.net"),
                "wireguard-metrics/ffmuc_welt/gw04.in.ffmuc.net/connected_peers"
            ),
            (.status(worker: "gw04.in.ffmuc.net"), "wireguard-worker/gw04.in.ffmuc.net/status"),
            (
                .data(worker: "gw04.in.ffmuc.net", domain: "ffmuc_welt"),
                "wireguard-worker/gw04.in.ffmuc.net/ffmuc_welt/data"
            ),
            (.knownKey(domain: "ffmuc_welt", key: try WireGuardKey(key)), "umstieg/key/ffmuc_welt/\(hex)"),
            (.living(domain: "ffmuc_welt", worker: "gw04"), "umstieg/living/ffmuc_welt/gw04"),
            (.counters(worker: "gw04"), "umstieg/worker/gw04/counters"),
        ]
    }

    @Test func `each topic is written as the programs that speak it expect, and read back`() throws {
        for (topic, name) in try Self.topics() {
            #expect(topic.name == name)
            #expect(ExchangeTopic(name) == topic)
        }
    }

    @Test(arguments: [
        "", "/", "wireguard", "wireguard/ffmuc_welt", "wireguard//all", "wireguard/x/all/more",
        "wireguard-worker/x/y/z",
        "wireguard-metrics/x/y/other", "umstieg/key/x/00", "umstieg/key/x/\(String(repeating: "g", count: 64))",
        "umstieg/other/x/y", "wireguard/x/" + String(repeating: "y", count: 600),
    ])
    func `what is no topic of ours is passed over`(name: String) {
        #expect(ExchangeTopic(name) == nil)
    }

    @Test func `workers listen to their domain and brokers to all`() {
        #expect(
            ExchangeTopic.workerFilters(worker: "gw1", domain: "ffmuc_welt") == [
                "wireguard/ffmuc_welt/all", "wireguard/ffmuc_welt/gw1", "wireguard-worker/+/ffmuc_welt/data",
            ]
        )
        #expect(
            ExchangeTopic.workerFilters(worker: "gw1") == [
                "wireguard-worker/gw1/status", "wireguard-metrics/+/gw1/connected_peers",
            ]
        )
        #expect(ExchangeTopic.brokerFilters.contains("wireguard-worker/+/status"))
        #expect(ExchangeTopic.brokerFilters.allSatisfy { !$0.hasPrefix("wireguard/") })
    }
}
