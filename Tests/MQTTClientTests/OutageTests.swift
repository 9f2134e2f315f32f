import MQTTClient
import Testing
import UmstiegTesting

@Suite(.enabled(if: MosquittoServer.isInstalled, "mosquitto is not installed"), .timeLimit(.minutes(3)))
struct OutageTests {
    private let server: MosquittoServer
    private let message = MQTTMessage(topic: "said", payload: [1])

    init() throws { server = try MosquittoServer() }

    private func options(port: Int? = nil) -> MQTTOptions {
        var options = MQTTOptions(host: "127.0.0.1", port: port ?? server.port, clientID: "test")
        options.subscriptions = ["heard/#"]
        options.will = MQTTMessage(topic: "status", payload: Array("0".utf8), isRetained: true)
        return options
    }

    @Test func `after a restart of the server it is ready again, and hears again`() async throws {
        try await MQTTConnection.with(options()) { connection, record in
            try await record.ready()
            server.stop()
            _ = try await record.reason()
            #expect(!connection.isReady)
            try server.start()
            try await record.ready(times: 2)
            try server.say("heard/again", [7])
            #expect(try await record.messages(atLeast: 1).map(\.payload) == [[7]])
            try await connection.deliver(message, within: .seconds(10))
        }
    }

    @Test func `it becomes ready with a server that starts after it`() async throws {
        server.stop()
        try await MQTTConnection.with(options()) { _, record in
            #expect(try await record.reason() == "Connection refused: 127.0.0.1 port \(server.port)")
            try server.start()
            try await record.ready()
        }
    }

    @Test func `without a connection nothing is taken`() async throws {
        server.stop()
        try await MQTTConnection.with(options()) { connection, _ in
            #expect(throws: MQTTError.notReady) { try connection.publish(message) }
            await #expect(throws: MQTTError.notReady) { try await connection.deliver(message, within: .seconds(10)) }
        }
    }

    @Test func `a delivery without an acknowledgement fails at its deadline`() async throws {
        try await MQTTConnection.with(options()) { connection, record in
            try await record.ready()
            server.freeze()
            await #expect(throws: MQTTError.timedOut) {
                try await connection.deliver(message, within: .milliseconds(200))
            }
            server.thaw()
            try await connection.deliver(message, within: .seconds(30))
        }
    }

    @Test func `a delivery during which the server dies is never a success`() async throws {
        try await MQTTConnection.with(options()) { connection, record in
            try await record.ready()
            server.freeze()
            let delivery = Task { try await connection.deliver(message, within: .seconds(60)) }
            try await Task.sleep(for: .milliseconds(100))
            server.kill()
            let error = await #expect(throws: MQTTError.self) { try await delivery.value }
            guard case .lost = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func `a connection that is cut makes the server say the last will, and comes back`() async throws {
        let proxy = CuttableProxy(to: server.port)
        let listener = try await MosquittoListener(server, to: "status")
        try await MQTTConnection.with(options(port: proxy.port)) { _, record in
            try await record.ready()
            proxy.cut()
            let will = MosquittoListener.Row(topic: "status", quality: 1, isRetained: false, payload: [0x30])
            #expect(try await listener.rows(atLeast: 1) == [will])
            try await record.ready(times: 2)
        }
    }

    @Test func `a goodbye says the last words and no last will`() async throws {
        let listener = try await MosquittoListener(server, to: "#")
        try await MQTTConnection.with(options()) { connection, record in
            try await record.ready()
            await connection.stop(saying: [
                MQTTMessage(topic: "status", payload: Array("bye".utf8), isRetained: true), message,
            ])
            #expect(!connection.isReady)
            try server.say("end", [])
        }
        let rows = try await listener.rows(atLeast: 3)
        #expect(rows.map(\.topic) == ["status", "said", "end"])
        #expect(rows.first?.payload == Array("bye".utf8))
    }

    @Test func `a connection that is dropped makes the server say the last will`() async throws {
        let listener = try await MosquittoListener(server, to: "status")
        do {
            let record = EventRecord()
            let connection = try MQTTConnection(options()) { record.note($0) }
            connection.start()
            try await record.ready()
        }
        #expect(try await listener.rows(atLeast: 1).map(\.payload) == [[0x30]])
    }

    @Test func `stopping is possible before the start and twice`() async throws {
        let connection = try MQTTConnection(options()) { _ in }
        await connection.stop()
        connection.start()
        await connection.stop()
        #expect(!connection.isReady)
    }

    @Test func `a goodbye to a server that is away does not wait for it`() async throws {
        server.stop()
        try await MQTTConnection.with(options()) { _, record in _ = try await record.reason() }
    }
}
