import FleetModel

/// Never two gateways of one domain in one wave, and no gateway twice.
struct GatewayRule: WaveRule {
    /// By name of a gateway: codes.
    private let domains: [String: [String]]
    /// Domains of the wave's gateways.
    private var taken: Set<String> = []

    init(_ gateways: [Gateway]) {
        domains = Dictionary(gateways.map { ($0.name, $0.domains) }) { first, _ in first }
    }

    mutating func beginWave() {
        taken = []
    }

    mutating func admits(_ unit: UnitID) -> Bool {
        let served = domains[unit.host] ?? []
        guard taken.isDisjoint(with: served) else { return false }
        taken.formUnion(served)
        return true
    }
}
