import KeyExchange
import MQTTClient

extension MQTTOptions {
    /// What a broker asks of its MQTT server.
    ///
    /// - Throws: `SettingsError` if the password's file can't be read.
    init(_ settings: MQTTSettings, brokerName: String) throws(SettingsError) {
        self.init(host: settings.host, port: settings.port, clientID: "umstieg-broker-\(brokerName)")
        username = settings.username
        password = try settings.password?.read()
        keepAlive = settings.keepAlive
        tls = settings.usesTLS ? TLS(authorities: settings.authorities) : nil
        subscriptions = ExchangeTopic.brokerFilters
    }
}
