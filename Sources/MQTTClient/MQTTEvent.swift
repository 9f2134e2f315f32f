/// What happens on a connection, in order.
package enum MQTTEvent: Sendable, Hashable {
    /// Connected, and every subscription granted; again after each reconnect.
    case ready
    /// There is no connection, and why; it is tried again. Comes once for each failed attempt, too.
    case lost(String)
    /// Retained ones may come before `ready`: the server sends them before it grants the subscription.
    case message(MQTTMessage)
}
