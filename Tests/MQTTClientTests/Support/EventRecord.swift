import MQTTClient
import Synchronization
import UmstiegTesting

/// What a connection told, in order.
final class EventRecord: Sendable {
    private let events = Mutex<[MQTTEvent]>([])

    func note(_ event: MQTTEvent) { events.withLock { $0.append(event) } }

    var all: [MQTTEvent] { events.withLock { $0 } }
    var messages: [MQTTMessage] { all.compactMap { if case .message(let message) = $0 { message } else { nil } } }
    var reasons: [String] { all.compactMap { if case .lost(let reason) = $0 { reason } else { nil } } }
    var readyCount: Int { all.count { $0 == .ready } }

    func ready(times count: Int = 1) async throws {
        try await Patience.wait(for: "ready, but \(reasons)") { readyCount >= count }
    }

    func messages(atLeast count: Int) async throws -> [MQTTMessage] {
        try await Patience.wait(for: "\(count) messages") { messages.count >= count }
        return messages
    }

    /// The first reason for having no connection.
    func reason() async throws -> String {
        try await Patience.wait(for: "a failure") { !reasons.isEmpty }
        return reasons.first ?? ""
    }
}
