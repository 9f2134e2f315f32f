import Glibc
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

extension MQTTSettings.Secret {
    /// The secret; of a file, its first line.
    fileprivate func read() throws(SettingsError) -> String {
        switch self {
        case .text(let text): return text
        case .file(let path):
            guard let bytes = SmallFile.read(path, limit: 4096) else {
                let reason = String(cString: strerror(errno))
                throw SettingsError(file: path, path: "", message: "can't be read: \(reason)")
            }
            return String(decoding: bytes.prefix { $0 != 0x0a && $0 != 0x0d }, as: UTF8.self)
        }
    }
}
