import FleetModel
package import KeyExchange

/// Who the gateways are, as units and other workers tell.
package struct GatewayBook: Sendable {
    /// More than there can be workers and domains; a server that is full of nonsense fills no memory.
    private static let mostEntries = 10_000

    /// This worker's own name: what it said itself, maybe with an old key, is no news to it.
    private let worker: String
    private var data: [GatewayPlace: GatewayData] = [:]
    /// The latest reading; by interface.
    package var units = GatewayUnits()

    package init(worker: String) { self.worker = worker }

    /// Takes what a worker says of itself; nil when it takes that back.
    package mutating func note(_ told: GatewayData?, at place: GatewayPlace) {
        guard place.worker != worker else { return }
        guard told == nil || data[place] != nil || data.count < Self.mostEntries else { return }
        data[place] = told
    }

    /// What must not be taken for a node there.
    package func gateways(of domain: ExchangeDomain) -> DomainGateways {
        let unitKeys = units.keys[domain.wireGuardInterfaceName, default: []]
        // A gateway often has one key for all its domains.
        let keys = unitKeys.union(data.values.map(\.publicKey))
        var addresses = Set(
            data.filter { $0.key.domain == domain.code }.values.compactMap { told in
                LinkLocalAddress(told.linkAddress)
            }
        )
        switch domain.dialect {
        case .ffmuc: addresses.formUnion(unitKeys.map { LinkLocalAddress(of: $0, in: .ffmuc) })
        case .gluon: addresses.insert(.gluonGateway)
        }
        return DomainGateways(keys: keys, addresses: addresses)
    }
}
