import MQTTClient
import Testing
import UmstiegTesting

@Suite(.enabled(if: MosquittoServer.isInstalled, "mosquitto is not installed"), .timeLimit(.minutes(3)))
struct TLSTests {
    private let authority: TestAuthority

    init() throws { authority = try TestAuthority() }

    private func options(_ server: MosquittoServer, host: String = "localhost") -> MQTTOptions {
        var options = MQTTOptions(host: host, port: server.port, clientID: "test")
        options.subscriptions = ["#"]
        options.tls = .init(authorities: authority.certificate)
        return options
    }

    @Test func `10,000 messages come through TLS in order`() async throws {
        let server = try MosquittoServer(identity: authority.issue(), lines: ["max_queued_messages 0"])
        try await MQTTConnection.with(options(server)) { connection, record in
            try await record.ready()
            for number in 0..<10_000 {
                try connection.publish(MQTTMessage(topic: "a", payload: Array("\(number)".utf8)))
            }
            let messages = try await record.messages(atLeast: 10_000)
            #expect(messages.map { String(decoding: $0.payload, as: UTF8.self) } == (0..<10_000).map { "\($0)" })
        }
    }

    @Test func `a certificate of an unknown authority is refused`() async throws {
        let server = try MosquittoServer(identity: TestAuthority().issue())
        let reason = try await MQTTConnection.refusal(of: options(server))
        #expect(reason.hasPrefix("TLS failed: "))
        #expect(reason.contains("certificate verify failed"))
        #expect(reason.hasSuffix(": localhost port \(server.port)"))
    }

    @Test func `without a file the system's authorities count`() async throws {
        let server = try MosquittoServer(identity: authority.issue())
        var options = options(server)
        options.tls = .init()
        #expect(try await MQTTConnection.refusal(of: options).contains("certificate verify failed"))
    }

    @Test func `a certificate for another name is refused`() async throws {
        let server = try MosquittoServer(identity: authority.issue(for: ["DNS:elsewhere.example.net"]))
        #expect(try await MQTTConnection.refusal(of: options(server)).hasPrefix("TLS failed: "))
        #expect(try await MQTTConnection.refusal(of: options(server, host: "127.0.0.1")).hasPrefix("TLS failed: "))
    }

    @Test func `a certificate for the address is taken`() async throws {
        let server = try MosquittoServer(identity: authority.issue(for: ["IP:127.0.0.1"]))
        try await MQTTConnection.with(options(server, host: "127.0.0.1")) { _, record in try await record.ready() }
    }

    @Test func `one side that speaks TLS and one that doesn't fail with a hint`() async throws {
        let server = try MosquittoServer(identity: authority.issue())
        var plain = options(server)
        plain.tls = nil
        #expect(
            try await MQTTConnection.refusal(of: plain).hasSuffix(
                "closed the connection without an answer; does it want TLS?"
            )
        )
        let clear = try MosquittoServer()
        #expect(try await MQTTConnection.refusal(of: options(clear)).contains("localhost port \(clear.port)"))
    }
}
