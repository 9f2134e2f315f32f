package import KeyExchange

/// What a broker needs of an MQTT connection.
package protocol Messenger: Sendable {
    /// Connected, and all subscriptions granted.
    var isReady: Bool { get }
    /// Queues a message.
    func publish(_ publication: Publication) throws(NotDelivered)
    /// Returns when the MQTT server has acknowledged it.
    func deliver(_ publication: Publication, within limit: Duration) async throws(NotDelivered)
}

/// A message may not have come to the MQTT server.
package struct NotDelivered: Error, Sendable, Hashable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}
