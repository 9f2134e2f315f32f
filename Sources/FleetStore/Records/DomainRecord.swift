import FleetModel
import GRDB

/// A row of `domain`.
struct DomainRecord: StoredRecord {
    static let databaseTableName = "domain"

    var code: String
    var shortName: String
    var dialect: Dialect
    var seed: String
    var fastdInstance: String?
    var fastdInterface: String?
    var fastdPort: Int?
    var wireguardPort: Int
    var wireguardMtu: Int
    /// JSON in the table.
    var prefix6: [String]
    var batmanInterface: String?
    var bridge: String?
    var importId: Int64

    init(_ domain: Domain, importID: Int64) {
        code = domain.code
        shortName = domain.shortName
        dialect = domain.dialect
        seed = domain.seed
        fastdInstance = domain.fastd?.instance
        fastdInterface = domain.fastd?.interface
        fastdPort = domain.fastd?.port
        wireguardPort = domain.wireGuard.port
        wireguardMtu = domain.wireGuard.mtu
        prefix6 = domain.prefix6
        batmanInterface = domain.batmanInterface
        bridge = domain.bridge
        importId = importID
    }

    var domain: Domain {
        Domain(
            code: code,
            shortName: shortName,
            dialect: dialect,
            seed: seed,
            fastd: fastd,
            wireGuard: Domain.WireGuard(port: wireguardPort, mtu: wireguardMtu),
            prefix6: prefix6,
            batmanInterface: batmanInterface,
            bridge: bridge
        )
    }

    private var fastd: Domain.Fastd? {
        guard let fastdInstance, let fastdInterface, let fastdPort else { return nil }
        return Domain.Fastd(instance: fastdInstance, interface: fastdInterface, port: fastdPort)
    }
}
