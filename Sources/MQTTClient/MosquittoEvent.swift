/// What libmosquitto's callbacks tell.
enum MosquittoEvent {
    /// CONNACK with its return code; 0 is success.
    case answered(Int32)
    /// SUBACK with a granted QoS, or 0x80, for each filter.
    case granted([Int32])
    /// PUBACK came, or a QoS 0 message was written.
    case sent(messageID: Int32)
    case message(MQTTMessage)
    /// A payload above the limit.
    case oversized
}
