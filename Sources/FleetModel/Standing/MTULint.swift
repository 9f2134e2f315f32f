/// What is wrong with MTUs on paper.
struct MTULint {
    /// What WireGuard adds over IPv6, in bytes.
    private static let overhead = 80
    private static let ethernet = 1500

    /// By domain's code.
    let obstacles: [String: [Obstacle]]

    init(_ fleet: Fleet) {
        var meanings: [String: Set<Bool>] = [:]
        for node in fleet.nodes where meanings[node.domain]?.count != 2 {
            guard let change = GluonRelease.newMeaningOfMTU, let version = GluonRelease.version(of: node) else {
                continue
            }
            meanings[node.domain, default: []].insert(version >= change)
        }
        let pairs = fleet.domains.map {
            ($0.code, Self.obstacles(of: $0, hasBothMeanings: meanings[$0.code]?.count == 2))
        }
        obstacles = Dictionary(pairs) { first, _ in first }
    }

    private static func obstacles(of domain: Domain, hasBothMeanings: Bool) -> [Obstacle] {
        var obstacles: [Obstacle] = []
        let limit = ethernet - overhead
        if domain.wireGuard.mtu > limit {
            let message =
                "\(domain.code) has the MTU \(domain.wireGuard.mtu), and over IPv6 no line carries more than \(limit)"
            obstacles.append(Obstacle(.mtu, blocks: false, message))
        }
        if domain.dialect == .gluon, hasBothMeanings, let change = GluonRelease.newMeaningOfMTU {
            let message =
                "\(domain.code) has nodes before and after Gluon \(change), to which a site's MTU means two things"
            obstacles.append(Obstacle(.mtu, blocks: false, message))
        }
        return obstacles
    }
}
