/// One application message.
package struct MQTTMessage: Sendable, Hashable {
    package var topic: String
    package var payload: [UInt8]
    package var quality: Quality
    /// To the server: keep it for later subscribers; from the server: it was kept, and isn't new.
    package var isRetained: Bool

    package init(topic: String, payload: [UInt8], quality: Quality = .atLeastOnce, isRetained: Bool = false) {
        self.topic = topic
        self.payload = payload
        self.quality = quality
        self.isRetained = isRetained
    }

    /// MQTT's quality of service; nothing here needs "exactly once".
    package enum Quality: Int32, Sendable, Hashable {
        /// QoS 0.
        case atMostOnce = 0
        /// QoS 1.
        case atLeastOnce = 1
    }
}
