import FleetModel
import Glibc
import KeyExchange
import Testing
import UmstiegTesting

@testable import KeyBroker

/// Statuses and bodies, over real connections and at a real MQTT server.
@Suite(.enabled(if: MosquittoServer.isInstalled, "mosquitto is not installed"))
struct BrokerHTTPTests {
    private let server: MosquittoServer
    private let directory: TestDirectory

    init() throws {
        server = try MosquittoServer()
        directory = try TestDirectory()
    }

    private func settings(_ change: (inout BrokerSettings) -> Void = { _ in }) -> ExchangeSettings {
        Fixture.settings { settings in
            settings.database = directory.file("keys.db")
            settings.perAddress = 1_000_000
            change(&settings)
        }
    }

    private func error(_ message: String) -> String { #"{"error":{"message":"\#(message)"}}"# + "\n" }

    @Test func `registrations are answered as wgkex answers them`() async throws {
        try server.sayWorkers(1)
        let broker = try await TestBroker(settings(), at: server)
        try await broker.hears(1)
        let first = try await broker.register(1, version: "v1")
        #expect(first.status == 200)
        #expect(first.body == #"{"Message":"OK"}"# + "\n")
        #expect(first.header("content-type") == "application/json")
        let second = try await broker.register(1)
        let key = Fixture.data(1).publicKey
        #expect(second.status == 200)
        #expect(
            second.body
                == #"{"Endpoint":{"Address":"gw1.example.net","AllowedIPs":["fe80::1"],"Port":"40001","PublicKey":"\#(key)"}}"#
                + "\n"
        )
        // Whatever it says that its body is.
        let odd = try await broker.post(Fixture.body(Fixture.key(2)), headers: ["Content-Type: text/html"])
        #expect(odd.status == 200)
        try await broker.stop()
    }

    @Test func `what is wrong is said, with the status that goes with it`() async throws {
        try server.sayWorkers(1)
        let broker = try await TestBroker(settings(), at: server)
        try await broker.hears(1)
        let good = Fixture.key(1).base64
        for version in ["v1", "v2"] {
            for (body, message) in [
                ("", "the body is not valid: it is empty"), ("key", "the body is not valid: not JSON"),
                ("[]", "the body is not valid: \\u00ab.\\u00bb is of the wrong type"),
                (#"{"domain": "ffmuc_nord"}"#, "the body is not valid: \\u00abpublic_key\\u00bb is missing"),
                (#"{"public_key": "\#(good)"}"#, "the body is not valid: \\u00abdomain\\u00bb is missing"),
                (
                    #"{"domain": 1, "public_key": "\#(good)"}"#,
                    "the body is not valid: \\u00abdomain\\u00bb is of the wrong type"
                ),
                (#"{"domain": "ffmuc_nord", "public_key": "x"}"#, "the body is not valid: its key is no WireGuard key"),
                (
                    #"{"domain": "ffmuc_nord", "public_key": "\#(good.dropLast(2))B="}"#,
                    "the body is not valid: its key is no WireGuard key"
                ),
                (#"{"domain": "ffmuc_west", "public_key": "\#(good)"}"#, "unknown domain"),
            ] {
                let answer = try await broker.post(body, version: version)
                #expect(answer.status == 400, "\(body)")
                #expect(answer.body == error(message), "\(body)")
            }
        }
        let gateway = try await broker.post(Fixture.body(Fixture.data(1).publicKey))
        #expect(gateway.status == 409)
        #expect(gateway.body == error("this is a gateway's key"))
        let get = try await broker.get("/api/v2/wg/key/exchange")
        #expect(get.status == 405)
        #expect(get.header("allow") == "POST")
        #expect(try await RawHTTP.ask(broker.port, "DELETE /healthz").header("allow") == "GET, HEAD")
        #expect(try await broker.get("/api/v3/wg/key/exchange").status == 404)
        #expect(try await broker.get("/../etc/passwd").status == 404)
        #expect(try await broker.metric("registrations_total{result=\"gateway_key\"}") == 1)
        #expect(try await broker.metric("registrations_total{result=\"malformed\"}") == 16)
        try await broker.stop()
    }

    @Test func `a gateway that hasn't said how to reach it is an error of the server`() async throws {
        try server.say("wireguard-worker/gw1/status", Array("1".utf8), isRetained: true)
        try server.say("wireguard-metrics/ffmuc_nord/gw1/connected_peers", Array("0".utf8), isRetained: true)
        let broker = try await TestBroker(settings(), at: server)
        try await broker.hears(1)
        // First it may only not have been heard yet.
        try await Patience.wait(for: "the broker to be sure") { try await broker.register(1).status == 500 }
        let answer = try await broker.register(1)
        #expect(answer.body == error("the chosen gateway has not said how to reach it, please try again later"))
        #expect(try await broker.register(1, version: "v1").status == 200)
        try await broker.stop()
    }

    @Test func `without a gateway that is said in wgkex's words, once there was time to hear of one`() async throws {
        let broker = try await TestBroker(settings(), at: server)
        #expect(try await broker.register(1).status == 503)
        try await Patience.wait(for: "the broker to be sure") { try await broker.register(1).status == 400 }
        let message = "no gateway online for this domain, please check the domain value and try again later"
        for version in ["v1", "v2"] {
            let answer = try await broker.register(1, version: version)
            #expect(answer.status == 400)
            #expect(answer.body == error(message))
        }
        try await broker.stop()
    }

    /// An MQTT server that ends says all wills before it closes its connections.
    @Test func `a domain that had a gateway a moment ago is to come again`() async throws {
        try server.sayWorkers(1)
        let broker = try await TestBroker(settings(), at: server)
        try await broker.hears(1)
        // Until the connection is no reason any more.
        try await Task.sleep(for: .seconds(5.2))
        #expect(try await broker.register(1).status == 200)
        try server.say("wireguard-worker/gw1/status", Array("0".utf8), isRetained: true)
        try await Patience.wait(for: "no workers") {
            try await broker.get("/healthz").body.contains("\"workers_online\": 0,")
        }
        #expect(try await broker.register(2).status == 503)
        try await Patience.wait(for: "the broker to be sure") { try await broker.register(2).status == 400 }
        try await broker.stop()
    }

    @Test func `ten megabytes are too much, announced or not`() async throws {
        let broker = try await TestBroker(settings { $0.idleTimeout = .seconds(1) }, at: server)
        let body = [UInt8](repeating: UInt8(ascii: "x"), count: 10_000_000)
        let announced = try await RawHTTP.ask(broker.port, "POST /api/v2/wg/key/exchange", body: body)
        #expect(announced.status == 413)
        #expect(announced.body == error("the body is larger than 4096 bytes"))
        let head =
            "POST /api/v2/wg/key/exchange HTTP/1.1\r\nHost: b\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
        let chunks = Array("\(head)989680\r\n".utf8) + body + Array("\r\n0\r\n\r\n".utf8)
        #expect(try await RawHTTP.exchange(broker.port, chunks).status == 413)
        #expect(try await broker.get("/healthz").status == 200)
        try await broker.stop()
    }

    @Test func `too many registrations are put off, by address and by domain`() async throws {
        try server.sayWorkers(1)
        let broker = try await TestBroker(
            settings {
                $0.perAddress = 3
                $0.perDomain = 5
                $0.trustedProxies = ["127.0.0.0/8"]
            },
            at: server
        )
        try await broker.hears(1)
        var statuses: [Int] = []
        for (number, address) in [1, 1, 1, 1, 2, 2, 3].enumerated() {
            let headers = ["X-Forwarded-For: 6.6.6.6, 192.0.2.\(address)"]
            let answer = try await broker.post(Fixture.body(Fixture.key(number)), headers: headers)
            statuses.append(answer.status)
            if answer.status == 429 {
                let seconds = try #require(answer.header("retry-after").flatMap { Int($0) })
                #expect(seconds > 0)
            }
        }
        #expect(statuses == [200, 200, 200, 429, 200, 200, 429])
        #expect(try await broker.metric("registrations_total{result=\"address_limit\"}") == 1)
        #expect(try await broker.metric("registrations_total{result=\"domain_limit\"}") == 1)
        try await broker.stop()
    }

    @Test func `a thousand silent connections stop nobody, and end`() async throws {
        try server.sayWorkers(1)
        let broker = try await TestBroker(settings { $0.idleTimeout = .seconds(2) }, at: server)
        try await broker.hears(1)
        _ = OpenFiles.connections(4096)
        let connections = try await RawHTTP.offMain { try (0..<1000).map { _ in try RawHTTP.connect(broker.port) } }
        // Some of them begin a request and never end it.
        for connection in connections.prefix(300) {
            RawHTTP.send(connection, Array("POST /api/v2/wg/key/exchange HT".utf8))
        }
        for connection in connections.dropFirst(700) {
            RawHTTP.send(
                connection,
                Array("POST /api/v2/wg/key/exchange HTTP/1.1\r\nHost: b\r\nContent-Length: 100\r\n\r\n{".utf8)
            )
        }
        #expect(try await broker.register(1).status == 200)
        let rests = try await RawHTTP.offMain { connections.map { RawHTTP.receive($0) } }
        #expect(rests.allSatisfy { $0.isEmpty }, "the server has closed all of them and said nothing")
        for connection in connections { close(connection) }
        #expect(try await broker.register(2).status == 200)
        try await broker.stop()
    }

    @Test func `who sends a byte now and then is ended, too`() async throws {
        let broker = try await TestBroker(settings { $0.idleTimeout = .seconds(1) }, at: server)
        let connection = try RawHTTP.connect(broker.port)
        defer { close(connection) }
        RawHTTP.send(
            connection,
            Array("POST /api/v2/wg/key/exchange HTTP/1.1\r\nHost: b\r\nContent-Length: 100\r\n\r\n".utf8)
        )
        let trickle = Task {
            while (try? await Task.sleep(for: .milliseconds(300))) != nil { RawHTTP.send(connection, [0x20]) }
        }
        #expect(try await RawHTTP.offMain { RawHTTP.receive(connection) } == [])
        trickle.cancel()
        await trickle.value
        try await broker.stop()
    }

    @Test func `its pages are there, and HEAD has no body`() async throws {
        let broker = try await TestBroker(settings(), at: server)
        #expect(try await broker.get("/").body.contains("POST /api/v2/wg/key/exchange"))
        #expect(
            try await broker.get("/metrics").body.contains(
                "# TYPE umstieg_broker_ready gauge\numstieg_broker_ready 1\n"
            )
        )
        #expect(try await broker.get("/openapi.json").body.contains(#""enum": ["ffmuc_nord", "ffmuc_sued"]"#))
        let head = try await RawHTTP.ask(broker.port, "HEAD /healthz")
        #expect(head.status == 200)
        #expect(head.body == "")
        let length = try #require(head.header("content-length").flatMap { Int($0) })
        #expect(length > 10)
        try await broker.stop()
    }

    @Test func `nonsense instead of HTTP is refused`() async throws {
        let broker = try await TestBroker(settings(), at: server)
        for text in ["\u{16}\u{3}\u{1}\u{0}\u{ff}\r\n\r\n", "GET\r\n\r\n", "POST / HTTP/9.9\r\nHost: b\r\n\r\n"] {
            let answer = try? await RawHTTP.exchange(broker.port, Array(text.utf8))
            #expect(answer == nil || answer?.status == 400, "\(text.debugDescription)")
        }
        let long = "GET / HTTP/1.1\r\nHost: b\r\nX: \(String(repeating: "x", count: 100_000))\r\n\r\n"
        let answer = try? await RawHTTP.exchange(broker.port, Array(long.utf8))
        #expect(answer == nil || answer?.status == 400)
        #expect(try await broker.get("/healthz").status == 200)
        try await broker.stop()
    }
}
