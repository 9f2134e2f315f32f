import FleetModel
import Foundation
import KeyExchange
import Testing

struct ExchangeSettingsTests {
    private func read(_ text: String) throws -> ExchangeSettings {
        try ExchangeSettings(yaml: Array(text.utf8), file: "wgkex.yaml")
    }

    private static let least = """
        domains: [ffmuc_welt, ffdon_nord]
        domain_prefixes: [ffmuc_, ffdon_]
        mqtt: {broker_url: mq.example.net}

        """

    @Test func `the least that wgkex needs is enough`() throws {
        let settings = try read(Self.least)
        #expect(settings.domains.map(\.code) == ["ffmuc_welt", "ffdon_nord"])
        #expect(settings.domains.map(\.wireGuardInterfaceName) == ["wg-welt", "wg-nord"])
        #expect(settings.domains.map(\.vxlanInterfaceName) == ["vx-welt", "vx-nord"])
        #expect(settings.domains.allSatisfy { $0.dialect == .ffmuc })
        #expect(settings.mqtt == MQTTSettings(host: "mq.example.net"))
        #expect(settings.broker == BrokerSettings())
        #expect(settings.worker == WorkerSettings())
    }

    @Test func `all of wgkex's settings are read, and those that others need are passed over`() throws {
        let settings = try read(
            Self.least.replacing("mqtt: {broker_url: mq.example.net}", with: "") + """
                workers:
                  gw04.in.example.net: {weight: 30}
                  gw05.in.example.net: {weight: "20", id: 5, pop: muc}
                  gw06.in.example.net:
                externalName: gw04.ext.example.net
                mqtt: {broker_url: mq.example.net, broker_port: 8883, username: u, password: p, keepalive: 7, tls: True}
                broker_listen: {host: "::1", port: 5001}
                logging_config: {version: 1, root: {handlers: [console]}}
                parker: {enabled: false}
                """
        )
        #expect(settings.weights == ["gw04.in.example.net": 30, "gw05.in.example.net": 20])
        #expect(settings.worker.externalName == "gw04.ext.example.net")
        #expect(settings.mqtt.port == 8883)
        #expect(settings.mqtt.username == "u")
        #expect(settings.mqtt.password == .text("p"))
        #expect(settings.mqtt.password?.description == "a password")
        #expect(settings.mqtt.keepAlive == .seconds(7))
        #expect(settings.mqtt.usesTLS)
        #expect(settings.broker.host == "::1")
        #expect(settings.broker.port == 5001)
    }

    @Test func `own settings stand below one key`() throws {
        let settings = try read(
            Self.least + """
                umstieg:
                  dialect: gluon
                  domains: {ffmuc_welt: {dialect: ffmuc}}
                  mqtt: {ca_file: /etc/ca.pem, password_file: /run/secret}
                  broker:
                    {name: b1, database: /x.db, keep_keys: 2d, allow: /a, deny: /d, preload: /p, replay_rate: 7,
                     trusted_proxies: [127.0.0.1], limits: {per_address: 1, per_domain: 2, keys_per_domain: 3, body: 200,
                     connections: 5, idle: 6s}}
                  worker:
                    {name: w, stale_after: 1h, sweep_every: 2m, reconcile_every: 3s, metrics_every: 4s, living_every: 5s,
                     peers_per_domain: 6, domains_directory: /w.d}
                """
        )
        #expect(settings.domain("ffmuc_welt")?.dialect == .ffmuc)
        #expect(settings.domain("ffdon_nord")?.dialect == .gluon)
        #expect(settings.mqtt.authorities == "/etc/ca.pem")
        #expect(settings.mqtt.password == .file("/run/secret"))
        var broker = BrokerSettings()
        broker.name = "b1"
        broker.database = "/x.db"
        broker.keepKeys = .seconds(2 * 86_400)
        (broker.allow, broker.deny, broker.preload) = ("/a", "/d", "/p")
        broker.replayRate = 7
        broker.trustedProxies = ["127.0.0.1"]
        (broker.perAddress, broker.perDomain, broker.keysPerDomain) = (1, 2, 3)
        (broker.bodyLimit, broker.connections, broker.idleTimeout) = (200, 5, .seconds(6))
        #expect(settings.broker == broker)
        var worker = WorkerSettings()
        worker.name = "w"
        worker.staleAfter = .seconds(3600)
        worker.sweepEvery = .seconds(120)
        worker.reconcileEvery = .seconds(3)
        worker.metricsEvery = .seconds(4)
        worker.livingEvery = .seconds(5)
        worker.peersPerDomain = 6
        worker.domainsDirectory = "/w.d"
        #expect(settings.worker == worker)
    }

    @Test(arguments: [
        ("", "«domains» is missing"),
        ("domains: [a]", "«domain_prefixes» is missing"),
        ("domains: []\ndomain_prefixes: [a_]", "«domains» is missing"),
        ("domains: [b_x]\ndomain_prefixes: [a_]\nmqtt: {broker_url: x}", "domains/0: «b_x» begins with none of"),
        ("domains: [a_x-y]\ndomain_prefixes: [a_]\nmqtt: {broker_url: x}", "domains/0: «a_x-y»: expected letters"),
        ("domains: [a_äöü]\ndomain_prefixes: [a_]\nmqtt: {broker_url: x}", "domains/0: "),
        ("domains: [a_x, b_x]\ndomain_prefixes: [a_, b_]\nmqtt: {broker_url: x}", "domains/1: «x», without its prefix"),
        ("domains: [a_abcdefghijklm]\ndomain_prefixes: [a_]\nmqtt: {broker_url: x}", "1 to 12 of them"),
        ("domains: [a_x]\ndomain_prefixes: [a_]", "«mqtt/broker_url» is missing"),
        (least + "umstieg: {brokr: {}}", "umstieg/brokr: unknown setting, expected one of dialect"),
        (least + "umstieg: {dialect: other}", "umstieg/dialect: expected one of ffmuc, gluon"),
        (least + "umstieg: {worker: {stale_after: 3}}", "umstieg/worker/stale_after: expected a duration"),
        (least + "umstieg: {broker: {limits: {body: 1}}}", "umstieg/broker/limits/body: expected a whole number"),
        (least + "workers: {gw: {weight: -1}}", "workers/gw/weight: expected a whole number"),
        (least + "workers: [gw]", "workers: expected a mapping"),
        ("domains: [a\n", "line 2, column 1"),
        ("a: 1\na: 2\n", "line 2, column 1: «a» stands twice"),
        ("a: &x [1]\nb: *x\n", "aliases are not read"),
        ("a: 1\n---\nb: 2\n", "a second document begins here"),
        (String(repeating: "[", count: 100), "nested too deeply"),
        ("domains: [\u{1}]", "line 1"),
    ])
    func `what is wrong is told with file and place`(text: String, message: String) {
        let error = #expect(throws: SettingsError.self) { try read(text) }
        #expect(error?.description.hasPrefix("wgkex.yaml: ") == true)
        #expect(error?.description.contains(message) == true, "\(String(describing: error))")
    }

    @Test func `random damage never traps`() {
        var bytes = Array((Self.least + "umstieg: {worker: {name: w}}").utf8)
        var state: UInt64 = 7
        for _ in 0..<3000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 56)
            _ = try? ExchangeSettings(yaml: bytes, file: "x")
        }
    }

    @Test func `the documented example names each setting`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Inventory/wgkex.yaml")
            .standardizedFileURL.path(percentEncoded: false)
        let settings = try ExchangeSettings(path: file)
        #expect(settings.domains.map(\.dialect) == [.ffmuc, .gluon])
        #expect(settings.weights["gw01.in.example.net"] == 30)
        // What the file says of these are the defaults, so it explains them truly.
        var broker = BrokerSettings()
        broker.host = "127.0.0.1"
        broker.name = "broker1"
        (broker.allow, broker.deny) = ("/etc/umstieg/allow.keys", "/etc/umstieg/deny.keys")
        broker.preload = "/etc/umstieg/preload"
        broker.trustedProxies = ["127.0.0.1", "::1"]
        #expect(settings.broker == broker)
        var worker = WorkerSettings()
        worker.name = "gw01.in.example.net"
        worker.externalName = "gw01.ext.example.net"
        worker.domainsDirectory = "/etc/umstieg/worker.d"
        #expect(settings.worker == worker)
        #expect(settings.mqtt.password == .file("/etc/umstieg/mqtt-password"))
    }

    /// `<package>/../shared/data/wgkex-samples/wgkex.yaml`.
    private static let sample = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        .standardizedFileURL.appending(path: "shared/data/wgkex-samples/wgkex.yaml").path(percentEncoded: false)

    @Test(.enabled(if: FileManager.default.fileExists(atPath: sample), "wgkex's sample is not beside this checkout"))
    func `wgkex's own sample is read as it is`() throws {
        let settings = try ExchangeSettings(path: Self.sample)
        #expect(settings.domains.count == 7)
        #expect(settings.domains.last?.wireGuardInterfaceName == "wg-city")
        #expect(settings.weights.values.sorted() == [20, 20, 30, 30])
        #expect(settings.mqtt.keepAlive == .seconds(5))
        #expect(!settings.mqtt.usesTLS)
    }
}
