import FleetModel
import GRDB

/// A row of `gateway`; its domains are rows of `gateway_domain`.
struct GatewayRecord: StoredRecord {
    static let databaseTableName = "gateway"

    var name: String
    var address: String
    var port: Int?
    var externalName: String
    var importId: Int64

    init(_ gateway: Gateway, importID: Int64) {
        name = gateway.name
        address = gateway.address
        port = gateway.port
        externalName = gateway.externalName
        importId = importID
    }

    func gateway(domains: [String]) -> Gateway {
        Gateway(name: name, address: address, port: port, externalName: externalName, domains: domains)
    }
}
