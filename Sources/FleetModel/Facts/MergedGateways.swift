/// The gateways of which enough is known, out of what all sources tell.
struct MergedGateways {
    /// Sorted by name.
    private(set) var gateways: [Gateway] = []
    /// Reasons by name.
    private(set) var leftOut: [String: String] = [:]
    /// Positions in `gateways` by all that a gateway is called.
    private var positions: [String: Int] = [:]

    /// - Parameters:
    ///   - layers: of all sources, the strongest word first.
    ///   - domains: codes.
    init(_ layers: [[GatewayFacts]], domains: Set<String>) {
        var sums: [String: GatewayFacts] = [:]
        for facts in layers.joined() {
            if sums[facts.name] == nil { sums[facts.name] = facts } else { sums[facts.name]?.add(facts) }
        }
        for name in sums.keys.sorted() {
            guard let facts = sums[name] else { continue }
            guard let address = facts.address ?? facts.externalName else {
                leftOut[name] = "nobody tells its address; the inventory file can"
                continue
            }
            for alias in [name, address, facts.externalName].compactMap(\.self) where positions[alias] == nil {
                positions[alias] = gateways.count
            }
            gateways.append(
                Gateway(
                    name: name,
                    address: address,
                    port: facts.port,
                    externalName: facts.externalName ?? address,
                    domains: (facts.domains ?? []).filter(domains.contains)
                )
            )
        }
    }

    /// The gateway of that name, address or external name.
    func gateway(called name: String) -> Gateway? { positions[name].map { gateways[$0] } }
}
