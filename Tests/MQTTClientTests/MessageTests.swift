import MQTTClient
import Testing
import UmstiegTesting

@Suite(.enabled(if: MosquittoServer.isInstalled, "mosquitto is not installed"), .timeLimit(.minutes(3)))
struct MessageTests {
    private let server: MosquittoServer
    private let options: MQTTOptions

    init() throws {
        server = try MosquittoServer(lines: ["max_queued_messages 0"])
        var options = MQTTOptions(host: "127.0.0.1", port: server.port, clientID: "test")
        options.subscriptions = ["wireguard/+/all", "other/#"]
        self.options = options
    }

    @Test func `a message comes back byte for byte`() async throws {
        let payload = (0...255).map { UInt8($0) }
        try await MQTTConnection.with(options) { connection, record in
            try await record.ready()
            let message = MQTTMessage(topic: "wireguard/ffmuc_süd/all", payload: payload)
            try await connection.deliver(message, within: .seconds(10))
            #expect(try await record.messages(atLeast: 1) == [message])
        }
    }

    @Test func `others hear topic, quality, retain flag and payload as they were said`() async throws {
        let listener = try await MosquittoListener(server)
        try await MQTTConnection.with(options) { connection, record in
            try await record.ready()
            try connection.publish(MQTTMessage(topic: "a", payload: [0, 255], quality: .atMostOnce))
            try connection.publish(MQTTMessage(topic: "b/c d", payload: [], quality: .atLeastOnce, isRetained: true))
            let rows = try await listener.rows(atLeast: 2)
            #expect(
                rows == [
                    .init(topic: "a", quality: 0, isRetained: false, payload: [0, 255]),
                    .init(topic: "b/c d", quality: 1, isRetained: false, payload: []),
                ]
            )
        }
    }

    @Test func `what others say is heard, and what was retained is marked`() async throws {
        try server.say("other/kept", [1, 2], quality: 1, isRetained: true)
        try await MQTTConnection.with(options) { _, record in
            try await record.ready()
            try server.say("other/new", [3], quality: 0)
            try server.say("elsewhere", [4])
            try server.say("other/empty", [], quality: 1, isRetained: true)
            #expect(
                try await record.messages(atLeast: 3) == [
                    MQTTMessage(topic: "other/kept", payload: [1, 2], isRetained: true),
                    MQTTMessage(topic: "other/new", payload: [3], quality: .atMostOnce),
                    MQTTMessage(topic: "other/empty", payload: []),
                ]
            )
        }
    }

    @Test func `10,000 messages come in order`() async throws {
        try await MQTTConnection.with(options) { connection, record in
            try await record.ready()
            for number in 0..<10_000 {
                try connection.publish(MQTTMessage(topic: "other/\(number % 7)", payload: Array("\(number)".utf8)))
            }
            let messages = try await record.messages(atLeast: 10_000)
            #expect(messages.map { String(decoding: $0.payload, as: UTF8.self) } == (0..<10_000).map { "\($0)" })
        }
    }

    @Test func `2,000 deliveries at once are all acknowledged`() async throws {
        let listener = try await MosquittoListener(server, to: "at/once")
        try await MQTTConnection.with(options) { connection, record in
            try await record.ready()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<2000 {
                    let message = MQTTMessage(topic: "at/once", payload: Array("\(number)".utf8))
                    group.addTask { try await connection.deliver(message, within: .seconds(60)) }
                }
                try await group.waitForAll()
            }
        }
        let rows = try await listener.rows(atLeast: 2000)
        #expect(Set(rows.map(\.payload)).count == 2000)
    }

    @Test func `a payload above 1 MiB is not taken, neither in nor out`() async throws {
        try await MQTTConnection.with(options) { connection, record in
            try await record.ready()
            try server.say("other/big", [UInt8](repeating: 1, count: (1 << 20) + 1))
            try server.say("other/full", [UInt8](repeating: 1, count: 1 << 20))
            let messages = try await record.messages(atLeast: 1)
            #expect(messages.map(\.topic) == ["other/full"])
            #expect(connection.droppedMessages == 1)
            #expect(throws: MQTTError.self) {
                try connection.publish(MQTTMessage(topic: "a", payload: [UInt8](repeating: 1, count: (1 << 20) + 1)))
            }
        }
    }

    @Test(arguments: ["", "a/+/b", "a/#", "nul\0"])
    func `a topic that is none is refused`(topic: String) async throws {
        try await MQTTConnection.with(options) { connection, record in
            try await record.ready()
            #expect(throws: MQTTError.self) { try connection.publish(MQTTMessage(topic: topic, payload: [])) }
        }
    }

    @Test func `too much at once is refused and not kept`() async throws {
        try await MQTTConnection.with(options) { connection, record in
            try await record.ready()
            server.freeze()
            defer { server.thaw() }
            let message = MQTTMessage(topic: "a", payload: [UInt8](repeating: 1, count: 1 << 20))
            #expect(throws: MQTTError.full) {
                for _ in 0..<200 { try connection.publish(message) }
            }
        }
    }
}
