import FleetModel

extension Fleet {
    /// Two domains, two gateways, four nodes; made up.
    static var sample: Fleet {
        Fleet(
            community: Community(name: "Freifunk Test", dialect: .ffmuc, domainPrefixes: ["fft_"]),
            broker: nil,
            ssh: SSH(),
            domains: [domain("fft_north", seed: "a"), domain("fft_south", seed: "b")],
            gateways: [gateway("gw01", ["fft_north", "fft_south"]), gateway("gw02", ["fft_north"])],
            nodes: [
                node("02caffee0001", "café (roof)", "fft_north", .fastd, "TP-Link WR841N", "v2022.5.2-stable"),
                node("02caffee0002", "and", "fft_north", .wireguard, "TP-Link Archer C7", "v2023.2-next12"),
                node("02caffee0003", "n3", "fft_south", .offline, nil, nil),
                node("02caffee0004", "n4", "fft_south", .fastd, "AVM 4040", "v2023.2~exp7"),
            ]
        )
    }

    private static func domain(_ code: String, seed: Character) -> Domain {
        Domain(
            code: code,
            shortName: String(code.dropFirst(4)),
            dialect: .ffmuc,
            seed: String(repeating: seed, count: 64),
            fastd: nil,
            wireGuard: Domain.WireGuard(port: 40_000, mtu: 1406),
            prefix6: []
        )
    }

    private static func gateway(_ name: String, _ domains: [String]) -> Gateway {
        Gateway(
            name: name,
            address: "\(name).example.net",
            port: nil,
            externalName: "\(name).example.net",
            domains: domains
        )
    }

    private static func node(
        _ id: String,
        _ hostname: String,
        _ domain: String,
        _ state: Node.State,
        _ model: String?,
        _ firmware: String?
    ) -> Node {
        Node(
            id: id,
            hostname: hostname,
            domain: domain,
            address: nil,
            jump: .anyGateway,
            state: state,
            model: model,
            firmware: firmware
        )
    }
}
