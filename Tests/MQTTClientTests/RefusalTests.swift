import MQTTClient
import Testing
import UmstiegTesting

@Suite(.enabled(if: MosquittoServer.isInstalled, "mosquitto is not installed"), .timeLimit(.minutes(3)))
struct RefusalTests {
    @Test func `the right password is taken and a wrong one is named, but not said`() async throws {
        let server = try MosquittoServer(users: ["worker": "right"])
        var options = MQTTOptions(host: "127.0.0.1", port: server.port, clientID: "test")
        options.username = "worker"
        options.password = "right"
        try await MQTTConnection.with(options) { _, record in try await record.ready() }
        options.password = "wrong-one"
        #expect(
            try await MQTTConnection.refusal(of: options)
                == "127.0.0.1 port \(server.port) refuses the user «worker» or the password"
        )
        options.username = nil
        options.password = nil
        #expect(
            try await MQTTConnection.refusal(of: options)
                == "127.0.0.1 port \(server.port) wants a user and a password"
        )
    }

    @Test func `two connections with one client id take turns, and each says why`() async throws {
        let server = try MosquittoServer()
        let options = MQTTOptions(host: "127.0.0.1", port: server.port, clientID: "twin")
        try await MQTTConnection.with(options) { _, first in
            try await first.ready()
            try await MQTTConnection.with(options) { _, second in
                try await second.ready()
                #expect(
                    try await first.reason()
                        == "127.0.0.1 port \(server.port) closed the connection: "
                        + "it ended, or another client came with the id «twin»"
                )
                try await first.ready(times: 2)
            }
        }
    }

    @Test func `a refused subscription is no readiness`() async throws {
        let accepted: [UInt8] = [0x20, 2, 0, 0]
        let refused: [UInt8] = [0x90, 4, 0, 1, 1, 0x80]
        let server = ScriptedServer(answers: [accepted, refused])
        var options = MQTTOptions(host: "127.0.0.1", port: server.port, clientID: "test")
        options.subscriptions = ["mine", "secret/#"]
        try await MQTTConnection.with(options) { connection, record in
            #expect(
                try await record.reason() == "127.0.0.1 port \(server.port) refuses the subscription «secret/#»"
            )
            #expect(!connection.isReady)
            try await Patience.wait(for: "another attempt") { server.connections >= 2 }
            #expect(record.readyCount == 0)
        }
    }

    @Test(
        arguments: [
            [0x20, 2, 0, 2], [0x20, 2, 0, 99], [0x20, 1, 0], [0x90, 3, 0, 1, 0], [0xff, 0xff, 0xff, 0xff, 0xff],
            [0x30, 0],
            Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8),
        ] as [[UInt8]]
    )
    func `a server that talks nonsense is given up and tried again`(answer: [UInt8]) async throws {
        let server = ScriptedServer(answers: [answer])
        let options = MQTTOptions(host: "127.0.0.1", port: server.port, clientID: "test")
        try await MQTTConnection.with(options) { connection, record in
            #expect(try await record.reason().contains("127.0.0.1 port \(server.port)"))
            try await Patience.wait(for: "another attempt") { server.connections >= 2 }
            #expect(!connection.isReady)
        }
    }

    @Test func `options that no server could make work are refused`() {
        func refuses(_ change: (inout MQTTOptions) -> Void) -> Bool {
            var options = MQTTOptions(host: "127.0.0.1", port: 1883, clientID: "test")
            change(&options)
            do {
                _ = try MQTTConnection(options) { _ in }
                return false
            } catch {
                return true
            }
        }
        #expect(!refuses { _ in })
        #expect(refuses { $0.host = "" })
        #expect(refuses { $0.port = 0 })
        #expect(refuses { $0.clientID = "a\0b" })
        #expect(refuses { $0.keepAlive = .seconds(4) })
        #expect(refuses { $0.password = "without a user" })
        #expect(refuses { $0.subscriptions = ["a/#/b"] })
        #expect(refuses { $0.will = MQTTMessage(topic: "a/+", payload: []) })
        #expect(refuses { $0.tls = .init(authorities: "/nowhere/at/all.pem") })
        #expect(refuses { $0.backoff = .zero...(.seconds(1)) })
    }
}
