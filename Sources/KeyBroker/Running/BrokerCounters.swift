/// What a broker did and refused since its start.
package struct BrokerCounters: Sendable, Hashable {
    /// Registrations that were published.
    package var published = 0
    /// By `Refusal.label`.
    package var refused: [String: Int] = [:]
    /// Messages from outside that weren't taken.
    package var ignoredMessages = 0
    /// Times that a connection to the MQTT server was made.
    package var connects = 0
    /// Times that a worker was given its keys again, and how many they were.
    package var replays = 0
    package var replayedKeys = 0
    /// Times that the database couldn't be written.
    package var storeFailures = 0

    package init() {}
}
