import FleetModel
package import KeyExchange
package import MQTTClient

extension MQTTOptions {
    /// A worker's connection.
    ///
    /// Its id is always the same, so that the server ends the session before it, and says its last will, before it
    /// lets this one in. A will that came later would declare a living worker dead.
    ///
    /// - Throws: `SettingsError` if the password can't be read.
    package init(_ settings: ExchangeSettings, worker: String) throws(SettingsError) {
        let server = settings.mqtt
        self.init(host: server.host, port: server.port, clientID: "umstieg-worker-\(worker)")
        username = server.username
        password = try server.password?.read()
        keepAlive = server.keepAlive
        tls = server.usesTLS ? TLS(authorities: server.authorities) : nil
        will = MQTTMessage(.status(isOnline: false, worker: worker))
        // Domains that come while it runs are heard already.
        let codes = settings.worker.domainsDirectory == nil ? settings.domains.map(\.code) : ["+"]
        subscriptions =
            codes.flatMap { ExchangeTopic.workerFilters(worker: worker, domain: $0) }
            + ExchangeTopic.workerFilters(worker: worker)
    }
}
