/// What only a broker reads: `broker_listen`, and `umstieg/broker`.
package struct BrokerSettings: Sendable, Hashable {
    /// Address that it listens on.
    package var host = "0.0.0.0"
    package var port = 5000
    /// How it is called at the MQTT server, the host's name if nil; each broker needs another one.
    package var name: String?
    /// SQLite file of the keys.
    package var database = "/var/lib/umstieg-broker/keys.db"
    /// A key is living, and given to gateways that come back, this long after the last sign of it.
    package var keepKeys = Duration.seconds(14 * 86_400)
    /// File of keys that alone may register; all may if nil.
    package var allow: String?
    /// File of keys that may not.
    package var deny: String?
    /// File or directory of keys that are known from the start, as `<domain>` or `<domain>.keys` in a directory.
    package var preload: String?
    /// Addresses whose `X-Forwarded-For` is believed.
    package var trustedProxies: [String] = []
    /// Registrations in a minute.
    package var perAddress = 30
    package var perDomain = 3000
    /// Keys that a domain may have.
    package var keysPerDomain = 20_000
    /// Bytes of a request's body.
    package var bodyLimit = 4096
    /// Connections at a time, and how long one may be silent.
    package var connections = 4096
    package var idleTimeout = Duration.seconds(10)
    /// Keys a second that a gateway gets that came back.
    package var replayRate = 2000

    package init() {}
}
