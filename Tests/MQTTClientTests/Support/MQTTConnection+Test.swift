import MQTTClient
import UmstiegTesting

extension MQTTConnection {
    /// Connects for the test, and says goodbye after it.
    static func with(
        _ options: MQTTOptions,
        test: (MQTTConnection, EventRecord) async throws -> Void
    ) async throws {
        let record = EventRecord()
        let connection = try MQTTConnection(options) { record.note($0) }
        connection.start()
        do {
            try await test(connection, record)
        } catch {
            await connection.stop()
            throw error
        }
        await connection.stop()
    }

    /// Why no connection comes about.
    static func refusal(of options: MQTTOptions) async throws -> String {
        var reason = ""
        try await with(options) { connection, record in
            reason = try await record.reason()
            guard record.readyCount == 0, !connection.isReady else {
                throw TestProcess.Failure(description: "became ready")
            }
        }
        return reason
    }
}
