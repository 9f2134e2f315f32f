import FleetModel

/// Why something can't be said over MQTT.
package enum MQTTError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The options, or a message, are wrong in themselves, and how.
    case unusable(String)
    /// No connection, or not all subscriptions granted yet.
    case notReady
    /// The connection went before the server acknowledged: whether it has the message is unknown.
    case lost(String)
    /// Not acknowledged in time: whether the server has the message is unknown.
    case timedOut
    /// Too much is waiting for the server already.
    case full

    package var description: String {
        switch self {
        case .unusable(let problem): problem.escapingControls
        case .notReady: "not connected to the MQTT server"
        case .lost(let reason):
            "the connection was lost before the MQTT server acknowledged: \(reason)".escapingControls
        case .timedOut: "the MQTT server did not acknowledge in time"
        case .full: "too many messages wait for the MQTT server"
        }
    }
}
