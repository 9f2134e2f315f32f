import FleetModel

extension Fleet {
    /// A fleet in which each optional field is there once and missing once.
    static var sample: Fleet {
        Fleet(
            community: Community(name: "Freifunk Test", dialect: .gluon, domainPrefixes: ["fft_", "x_"]),
            broker: Broker(
                url: "https://broker.example.net",
                mqtt: Broker.MQTT(host: "mq", port: 1883, tls: false, username: "u", passwordVariable: "P")
            ),
            ssh: SSH(user: "admin", port: 2222, identity: "~/.ssh/id", become: "sudo"),
            domains: [
                domain("a", port: 40_001, fastd: Domain.Fastd(instance: "a", interface: "fastd-a", port: 10_001)),
                domain("b", port: 40_002, fastd: nil),
            ],
            gateways: [
                Gateway(name: "gw1", address: "192.0.2.1", port: 2222, externalName: "gw1", domains: ["b", "a"]),
                Gateway(name: "gw2", address: "192.0.2.2", port: nil, externalName: "gw2", domains: []),
            ],
            nodes: [
                node("02caffee0001", jump: .direct),
                node("02caffee0002", jump: .anyGateway),
                Node(
                    id: "02caffee0003",
                    hostname: "café",
                    domain: "b",
                    address: "fd00::3",
                    jump: .gateway("gw1"),
                    state: .meshOnly,
                    model: "TP-Link",
                    firmware: "v2023.2",
                    firmwareBase: "gluon-v2023.2.3",
                    autoupdaterBranch: "stable",
                    online: true,
                    clients: 7,
                    firstSeen: 1,
                    lastSeen: 1_795_000_000,
                    uptime: 60,
                    memory: 61_440,
                    gateway: "gw1",
                    fastdKey: String(repeating: "ab", count: 32),
                    wireGuardKey: "TszFS3oFRdhsJP3K0VOlklGMGYZy+oFCtlaghXJqW2g=",
                    contact: "a@example.net",
                    latitude: -48.5,
                    longitude: 11.25
                ),
            ],
            links: [.mesh("02caffee0001", "02caffee0002"), .vpn(node: "02caffee0001", gateway: "gw1")]
        )
    }

    static func domain(_ code: String, port: Int, fastd: Domain.Fastd?) -> Domain {
        Domain(
            code: code,
            shortName: code,
            dialect: .ffmuc,
            seed: String(repeating: code, count: 64),
            fastd: fastd,
            wireGuard: Domain.WireGuard(port: port, mtu: 1406),
            prefix6: fastd == nil ? [] : ["fd00::/64"],
            batmanInterface: fastd == nil ? nil : "bat7",
            bridge: fastd == nil ? "br7" : nil
        )
    }

    static func node(_ id: String, jump: Node.Jump) -> Node {
        Node(id: id, hostname: "n", domain: "a", address: nil, jump: jump)
    }
}
