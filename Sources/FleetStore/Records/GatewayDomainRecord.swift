import GRDB

/// A row of `gateway_domain`: a gateway serves a domain.
struct GatewayDomainRecord: StoredRecord {
    static let databaseTableName = "gateway_domain"

    var gateway: String
    var domain: String
    /// From 0, in the inventory's order.
    var position: Int
}
