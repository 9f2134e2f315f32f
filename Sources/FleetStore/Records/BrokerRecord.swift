import FleetModel
import GRDB

/// The one row of `broker`, if the community has one.
struct BrokerRecord: StoredRecord {
    static let databaseTableName = "broker"

    var id = 1
    var url: String
    var mqttHost: String?
    var mqttPort: Int?
    var mqttTls: Bool?
    var mqttUsername: String?
    var mqttPasswordVariable: String?

    init(_ broker: Fleet.Broker) {
        url = broker.url
        mqttHost = broker.mqtt?.host
        mqttPort = broker.mqtt?.port
        mqttTls = broker.mqtt?.tls
        mqttUsername = broker.mqtt?.username
        mqttPasswordVariable = broker.mqtt?.passwordVariable
    }

    var broker: Fleet.Broker { Fleet.Broker(url: url, mqtt: mqtt) }

    private var mqtt: Fleet.Broker.MQTT? {
        guard let mqttHost, let mqttPort, let mqttTls else { return nil }
        return Fleet.Broker.MQTT(
            host: mqttHost,
            port: mqttPort,
            tls: mqttTls,
            username: mqttUsername,
            passwordVariable: mqttPasswordVariable
        )
    }
}
