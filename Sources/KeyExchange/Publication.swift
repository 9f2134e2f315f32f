/// Something to say over MQTT, byte for byte.
package struct Publication: Sendable, Hashable {
    package var topic: ExchangeTopic
    package var payload: [UInt8]
    /// Whether the MQTT server keeps it for those who subscribe later.
    package var isRetained: Bool
    /// QoS 1, not 0.
    package var isAcknowledged: Bool

    package init(topic: ExchangeTopic, payload: String, isRetained: Bool, isAcknowledged: Bool) {
        self.topic = topic
        self.payload = Array(payload.utf8)
        self.isRetained = isRetained
        self.isAcknowledged = isAcknowledged
    }
}
