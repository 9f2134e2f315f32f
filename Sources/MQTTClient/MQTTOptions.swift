/// How to reach an MQTT server, and what to ask of it.
package struct MQTTOptions: Sendable, Hashable {
    /// Name or address; the server's certificate must be for it.
    package var host: String
    package var port: Int
    /// The server drops a client when another one comes with its id.
    package var clientID: String
    package var username: String?
    package var password: String?
    /// Full seconds, at least 5.
    ///
    /// The server gives a silent client up after one and a half of it.
    package var keepAlive = Duration.seconds(30)
    /// Nil: in the clear.
    package var tls: TLS?
    /// What the server says for us when the connection dies.
    package var will: MQTTMessage?
    /// Topic filters, each asked with QoS 1.
    package var subscriptions: [String] = []
    /// Between two attempts: doubles from the lower to the upper bound, with jitter.
    package var backoff: ClosedRange<Duration> = .milliseconds(100)...(.seconds(1))

    package init(host: String, port: Int, clientID: String) {
        self.host = host
        self.port = port
        self.clientID = clientID
    }

    /// Certificate and host name are verified always.
    package struct TLS: Sendable, Hashable {
        /// PEM file of the authorities that may have signed the server's certificate; the system's if nil.
        package var authorities: String?

        package init(authorities: String? = nil) { self.authorities = authorities }
    }
}
