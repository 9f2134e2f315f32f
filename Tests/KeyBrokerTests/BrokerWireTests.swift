import FleetModel
import KeyExchange
import Testing
import UmstiegTesting

@testable import KeyBroker

/// What a broker says and hears over MQTT, at a real server with mosquitto's own programs at the other end.
@Suite(.enabled(if: MosquittoServer.isInstalled, "mosquitto is not installed"))
struct BrokerWireTests {
    private typealias Row = MosquittoListener.Row

    private let server: MosquittoServer
    private let directory: TestDirectory

    init() throws {
        server = try MosquittoServer()
        directory = try TestDirectory()
    }

    private func settings(
        _ name: String = "one",
        _ change: (inout BrokerSettings) -> Void = { _ in }
    ) -> ExchangeSettings {
        Fixture.settings { settings in
            settings.name = name
            settings.database = directory.file("\(name).db")
            settings.perAddress = 1_000_000
            change(&settings)
        }
    }

    private func hex(_ number: Int) -> String { HexDigits.text(Fixture.key(number).bytes) }

    private func keyRow(_ number: Int, target: String = "all", domain: String = "ffmuc_nord") -> Row {
        Row(
            topic: "wireguard/\(domain)/\(target)",
            quality: 1,
            isRetained: false,
            payload: Array(Fixture.key(number).base64.utf8)
        )
    }

    @Test func `a registration is one key for all and one retained word to brokers, byte for byte`() async throws {
        try server.sayWorkers(1)
        let broker = try await TestBroker(settings(), at: server)
        try await broker.hears(1)
        // Not what the worker gets again, whose beginning the first key may still meet.
        let keys = try await MosquittoListener(server, to: "wireguard/+/all")
        let words = try await MosquittoListener(server, to: "umstieg/#")
        #expect(try await broker.register(1).status == 200)
        #expect(try await broker.register(2, version: "v1").status == 200)
        #expect(try await keys.rows(atLeast: 2).prefix(2) == [keyRow(1), keyRow(2)])
        let said = try await words.rows(atLeast: 2)
        for (row, (number, worker)) in zip(said, [(1, #", "worker": "gw1"}"#), (2, "}")]) {
            #expect(row.topic == "umstieg/key/ffmuc_nord/\(hex(number))")
            #expect(row.quality == 1)
            let pattern = try Regex(#"\{"first_seen": [0-9]{10}, "last_seen": [0-9]{10}"#)
            let text = String(decoding: row.payload, as: UTF8.self)
            #expect(text.replacing(pattern, with: "") == worker, "\(text)")
        }
        let later = try await MosquittoListener(server, to: "umstieg/#")
        #expect(try await later.rows(atLeast: 2).allSatisfy(\.isRetained))
        let all = try await MosquittoListener(server)
        #expect(
            try await all.rows(atLeast: 5).filter { $0.isRetained && $0.topic.hasPrefix("wireguard/") } == [],
            "keys are not retained"
        )
        try await broker.stop()
    }

    @Test func `a worker that wgkex's topics play gets its share, and its domain's living keys when it comes back`()
        async throws
    {
        try server.sayWorkers(2)
        try server.say("wireguard-metrics/ffmuc_nord/gw1/connected_peers", Array("100".utf8), isRetained: true)
        let broker = try await TestBroker(settings(), at: server)
        try await broker.hears(2)
        for number in 1...30 {
            let answer = try await broker.register(number)
            #expect(answer.body.contains("gw2.example.net"))
        }
        let listener = try await MosquittoListener(server, to: "wireguard/ffmuc_nord/+")
        try server.say("wireguard-worker/gw2/status", Array("0".utf8), isRetained: true)
        try await Patience.wait(for: "gw1 to be chosen") {
            try await broker.register(1000).body.contains("gw1.example.net")
        }
        try server.say("wireguard-worker/gw2/status", Array("1".utf8), isRetained: true)
        try await Patience.wait(for: "30 keys again") {
            Set(listener.rows.filter { $0.topic == "wireguard/ffmuc_nord/gw2" }.map(\.payload)).count >= 31
        }
        let again = listener.rows.filter { $0.topic == "wireguard/ffmuc_nord/gw2" }
        #expect(Set(again) == Set((Array(1...30) + [1000]).map { keyRow($0, target: "gw2") }))
        #expect(try await broker.metric("replays_total") ?? 0 >= 1)
        try await broker.stop()
    }

    @Test func `two brokers know the same and choose the same`() async throws {
        try server.sayWorkers(2)
        let one = try await TestBroker(settings("one"), at: server)
        let two = try await TestBroker(settings("two"), at: server)
        try await one.hears(2)
        try await two.hears(2)
        for number in 1...20 {
            let first = try await (number.isMultiple(of: 2) ? one : two).register(number)
            try await Patience.wait(for: "both to know it") {
                let bodies = [try await one.get("/healthz").body, try await two.get("/healthz").body]
                return bodies.allSatisfy { $0.contains("\"keys\": \(number),") }
            }
            #expect(try await (number.isMultiple(of: 2) ? two : one).register(number).body == first.body)
        }
        try await one.stop()
        try await two.stop()
    }

    @Test func `a restarted broker hears at once, and still knows its keys`() async throws {
        try server.sayWorkers(1)
        var broker = try await TestBroker(settings(), at: server)
        try await broker.hears(1)
        for number in 1...5 { #expect(try await broker.register(number).status == 200) }
        for _ in 1...5 {
            try await broker.stop()
            broker = try await TestBroker(settings(), at: server)
            try await Patience.wait(for: "a registration", within: .seconds(2)) {
                try await broker.register(6, version: "v1").status == 200
            }
        }
        try await broker.stop()
        let stored = try KeyDatabase(path: directory.file("one.db")).all()
        #expect(Set(stored.map(\.key)) == Set((1...6).map(Fixture.key)))
    }

    @Test func `without the MQTT server it says 503, and is back with it`() async throws {
        try server.sayWorkers(1)
        let broker = try await TestBroker(settings(), at: server)
        try await broker.hears(1)
        #expect(try await broker.get("/healthz").status == 200)
        server.kill()
        try await Patience.wait(for: "503") { try await broker.register(1).status == 503 }
        for version in ["v1", "v2"] {
            let answer = try await broker.register(1, version: version)
            #expect(answer.status == 503)
            #expect(answer.header("retry-after") == "2")
            #expect(
                answer.body
                    == #"{"error":{"message":"the key can't be passed on at the moment, please try again later"}}"#
                    + "\n"
            )
        }
        #expect(try await broker.get("/healthz").status == 503)
        try server.start()
        try await Patience.wait(for: "the broker to be back", within: .seconds(10)) {
            try await broker.get("/healthz").status == 200
        }
        // What was retained is gone with the crash; workers say it again, and the broker what it knows.
        try server.sayWorkers(1)
        try await broker.hears(1)
        #expect(try await broker.register(1).status == 200)
        try await broker.stop()
    }

    @Test func `a server that doesn't answer is as good as none`() async throws {
        try server.sayWorkers(1)
        let broker = try await TestBroker(settings(), at: server)
        try await broker.hears(1)
        server.freeze()
        let answer = try await broker.register(1)
        #expect(answer.status == 503)
        server.thaw()
        try await Patience.wait(for: "a registration") { try await broker.register(1).status == 200 }
        try await broker.stop()
    }

    @Test func `keys that the MQTT server lost are told to it again`() async throws {
        try server.sayWorkers(1)
        let broker = try await TestBroker(settings(), at: server)
        try await broker.hears(1)
        for number in 1...3 { #expect(try await broker.register(number).status == 200) }
        server.stop()
        server.forget()
        try server.start()
        let listener = try await MosquittoListener(server, to: "umstieg/key/#")
        let rows = try await listener.rows(atLeast: 3)
        #expect(Set(rows.map(\.topic)) == Set((1...3).map { "umstieg/key/ffmuc_nord/\(hex($0))" }))
        try await broker.stop()
    }

    @Test func `hostile messages are counted and change nothing`() async throws {
        try server.sayWorkers(1)
        let broker = try await TestBroker(settings(), at: server)
        try await broker.hears(1)
        let junk = [UInt8](repeating: 0xff, count: 200_000)
        let topics = [
            "wireguard-metrics/ffmuc_nord/gw1/connected_peers", "wireguard-worker/gw1/ffmuc_nord/data",
            "umstieg/key/ffmuc_nord/\(hex(1))", "umstieg/key/ffmuc_nord/zz", "umstieg/worker/gw1/counters",
        ]
        for topic in topics { try server.say(topic, junk) }
        let gateway = Fixture.data(1).publicKey
        let known = Publication.knownKey(
            KnownKey(firstSeen: 1, lastSeen: .max, worker: nil),
            key: gateway,
            domain: "ffmuc_nord"
        )
        try server.say(known.topic.name, known.payload, isRetained: true)
        try await Patience.wait(for: "all to be ignored") { try await broker.metric("ignored_messages_total") == 6 }
        #expect(try await broker.get("/healthz").body.contains("\"keys\": 0,"))
        #expect(try await broker.register(1).status == 200)
        try await broker.stop()
    }

    @Test func `lists are read again on demand, and preloaded keys given out`() async throws {
        try server.sayWorkers(1)
        let deny = try directory.write("", to: "deny")
        let preload = try directory.write("ffmuc_nord \(Fixture.key(7)) # a node of old\n", to: "preload")
        let listener = try await MosquittoListener(server, to: "wireguard/#")
        let broker = try await TestBroker(
            settings {
                $0.deny = deny
                $0.preload = preload
            },
            at: server
        )
        try await broker.hears(1)
        #expect(try await listener.rows(atLeast: 1) == [keyRow(7, target: "gw1")])
        #expect(try await broker.register(1).status == 200)
        try directory.write("\(Fixture.key(1))\n", to: "deny")
        broker.reload()
        try await Patience.wait(for: "the key to be denied") { try await broker.register(1).status == 403 }
        #expect(try await broker.register(1).body.contains("this key may not register"))
        // A list that is wrong leaves the old one in force.
        try directory.write("no key\n", to: "deny")
        broker.reload()
        #expect(try await broker.register(1).status == 403)
        try await broker.stop()
    }
}
