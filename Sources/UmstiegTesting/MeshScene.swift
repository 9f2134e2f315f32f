package import FleetModel
package import Mesh

/// A domain that is well, for tests to break: gateways and nodes with both transports, and a key exchange.
package struct MeshScene {
    package static let now = 1_800_000_000
    private static let originatorInterval = Duration.seconds(5)

    package var fleet: Fleet
    package let algorithm: RoutingAlgorithm
    /// By gateway's name.
    package var gateways: [String: DeviceObservation] = [:]
    /// By node's id.
    package var nodes: [String: DeviceObservation] = [:]
    package var heard = ExchangeObservation.Heard()
    package var answered = ExchangeObservation.Answered(status: 200, isConnected: true, workersOnline: 2)
    /// What couldn't be asked, and why.
    package var silent: [String: String] = [:]
    package var mqttFailure: ExchangeFailure?

    package var domain: Domain { fleet.domains[0] }
    package let code = "fft_north"

    package init(gateways gatewayCount: Int = 2, nodes nodeCount: Int = 6, _ algorithm: RoutingAlgorithm = .batmanV) {
        self.algorithm = algorithm
        let names = (1...gatewayCount).map { "gw\($0)" }
        fleet = Self.fleet(gateways: names, nodes: nodeCount)
        let domain = fleet.domains[0]
        let ends = names.indices.map { End(number: $0, kind: 0xa) } + (0..<nodeCount).map { End(number: $0, kind: 0xb) }
        let gatewayEnds = Array(ends[..<gatewayCount])
        let nodeEnds = Array(ends[gatewayCount...])
        for (index, name) in names.enumerated() {
            let own = nodeEnds.filter { $0.number % gatewayCount == index }
            let others = gatewayEnds.filter { $0.number != index }
            gateways[name] = gateway(gatewayEnds[index], others: others, nodes: nodeEnds, own: own, in: domain)
            heard.online[name] = true
            heard.connectedPeers[code, default: [:]][name] = own.count + others.count
            heard.publicKeys[code, default: [:]][name] = gatewayEnds[index].key
        }
        for (node, end) in zip(fleet.nodes, nodeEnds) {
            nodes[node.id] = self.node(end, of: gatewayEnds[end.number % gatewayCount], gatewayEnds, in: domain)
        }
    }

    package var snapshot: MeshSnapshot {
        let answer = { (name: String, device: DeviceObservation) -> MeshSnapshot.Answer in
            silent[name].map { .silent($0) } ?? .observed(device)
        }
        return MeshSnapshot(
            fleet: fleet,
            takenAt: Self.now,
            gateways: Dictionary(uniqueKeysWithValues: gateways.map { ($0, answer($0, $1)) }),
            nodes: Dictionary(uniqueKeysWithValues: nodes.map { ($0, answer($0, $1)) }),
            exchange: ExchangeObservation(
                heard: mqttFailure.map { .failure($0) } ?? .success(heard),
                answered: .success(answered)
            )
        )
    }

    /// What is the matter, as in `gateway gw1: worker`; what only follows from it is left out.
    package func causes(_ judge: HealthJudge = HealthJudge()) -> Set<String> {
        Set(judge.judge(snapshot).findings.filter { $0.cause == nil }.map(\.identity.description))
    }

    /// Changes a device's mesh.
    package mutating func change(gateway name: String, _ body: (inout MeshObservation) -> Void) {
        if var mesh = gateways[name]?.meshes[code] {
            body(&mesh)
            gateways[name]?.meshes[code] = mesh
        }
    }

    package mutating func change(node id: String, _ body: (inout MeshObservation) -> Void) {
        if var mesh = nodes[id]?.meshes[code] {
            body(&mesh)
            nodes[id]?.meshes[code] = mesh
        }
    }

    /// Takes nodes, numbered from 0, out of the mesh: no gateway hears them or has clients of theirs.
    package mutating func takeAway(nodes numbers: some Sequence<Int>) {
        let names = Set(numbers.map { End(number: $0, kind: 0xb).address(0) })
        for name in gateways.keys {
            change(gateway: name) { mesh in
                mesh.paths = mesh.paths.map { $0.filter { !names.contains($0.originator) } }
                mesh.clients = mesh.clients.map { $0.filter { $0.originator.map { !names.contains($0) } ?? true } }
            }
        }
        for number in numbers { silent[id(ofNode: number)] = "no answer" }
    }

    package func id(ofNode number: Int) -> String { End(number: number, kind: 0xb).address(1).nodeID }

    /// What batman-adv calls a node, numbered from 0.
    package func originator(ofNode number: Int) -> MACAddress { End(number: number, kind: 0xb).address(0) }

    // MARK: Making it

    /// One participant: `kind` and `number` make all its addresses.
    private struct End {
        var number: Int
        var kind: Int

        var key: WireGuardKey {
            WireGuardKey(
                bytes: [UInt8(kind), UInt8(number & 255), UInt8(number >> 8)] + Array(repeating: 7, count: 29)
            )
        }

        /// An address of it: 0 the mesh's name, 1 the bridge's, 2 VXLAN's, 3 fastd's.
        func address(_ interface: Int) -> MACAddress {
            MACAddress(bits: 0x0200_0000_0000 | UInt64(kind) << 32 | UInt64(interface) << 24 | UInt64(number))
        }
    }

    private static func fleet(gateways: [String], nodes: Int) -> Fleet {
        let domain = Domain(
            code: "fft_north",
            shortName: "north",
            dialect: .ffmuc,
            seed: String(repeating: "a", count: 64),
            fastd: Domain.Fastd(instance: "north", interface: "fastd-north", port: 10_000),
            wireGuard: Domain.WireGuard(port: 40_000, mtu: 1406),
            prefix6: []
        )
        return Fleet(
            community: Community(name: "Freifunk Test", dialect: .ffmuc, domainPrefixes: ["fft_"]),
            broker: Fleet.Broker(url: "https://broker.example.net", mqtt: nil),
            ssh: Fleet.SSH(),
            domains: [domain],
            gateways: gateways.map { name in
                Gateway(name: name, address: name, port: nil, externalName: name, domains: ["fft_north"])
            },
            nodes: (0..<nodes).map { number in
                Node(
                    id: End(number: number, kind: 0xb).address(1).nodeID,
                    hostname: "n\(number + 1)",
                    domain: "fft_north",
                    address: nil,
                    jump: .anyGateway
                )
            }.sorted { $0.id < $1.id }
        )
    }

    private func peer(_ end: End, in domain: Domain) -> WireGuardPeer {
        WireGuardPeer(
            publicKey: end.key,
            endpoint: nil,
            allowedIPs: AddressPrefix(domain.dialect.linkLocal(of: end.key)).map { [$0] } ?? [],
            latestHandshake: Self.now - 60
        )
    }

    private func path(to end: End, over interface: String, next: MACAddress) -> BatmanPath {
        BatmanPath(
            originator: end.address(0),
            nextHop: next,
            interface: interface,
            lastSeen: .seconds(1),
            quality: quality,
            isBest: true
        )
    }

    private var quality: PathQuality {
        switch algorithm {
        case .batmanV: .throughput(Throughput(kilobitsPerSecond: 900_000))
        case .batmanIV: .transmitQuality(TransmitQuality(250))
        }
    }

    private func neighbours(_ ends: [End], on vxlan: String, _ fastd: String?) -> [BatmanNeighbour] {
        ends.flatMap { end in
            [(vxlan, 2), (fastd ?? "", 3)].filter { !$0.0.isEmpty }.map { name, interface in
                BatmanNeighbour(
                    address: end.address(interface),
                    interface: name,
                    lastSeen: .milliseconds(400),
                    throughput: nil
                )
            }
        }
    }

    private func device(
        _ end: End,
        in domain: Domain,
        names: (wireGuard: String, vxlan: String, batman: String, fastd: String),
        peers: [End],
        machineID: String?,
        mesh: MeshObservation
    ) -> DeviceObservation {
        let vni = (try? domain.vni()) ?? 0
        let local = IPAddress(domain.dialect.linkLocal(of: end.key))
        let links = [
            LinkState(name: names.batman, index: 2, mtu: 1500, kind: "batadv"),
            LinkState(name: names.wireGuard, index: 3, mtu: domain.wireGuard.mtu, kind: "wireguard"),
            LinkState(
                name: names.vxlan,
                index: 4,
                mtu: domain.vxlanMTU,
                address: end.address(2),
                kind: "vxlan",
                master: names.batman,
                vxlan: VXLANSettings(vni: vni, port: 8472, local: local, link: names.wireGuard)
            ),
            LinkState(
                name: names.fastd,
                index: 5,
                mtu: 1406,
                address: end.address(3),
                kind: "tun",
                master: names.batman
            ),
        ]
        let wireGuard = WireGuardInterface(
            name: names.wireGuard,
            publicKey: end.key,
            listenPort: 40_000,
            peers: peers.map { peer($0, in: domain) }
        )
        let routes = wireGuard.peers.flatMap(\.allowedIPs).map { prefix in
            Route(destination: prefix, interface: names.wireGuard, origin: "static")
        }
        return DeviceObservation(
            vitals: HostVitals(
                time: Self.now,
                uptime: .seconds(9999),
                bootID: "boot",
                machineID: machineID,
                processors: 2,
                load: 0.5,
                softirq: 0.05
            ),
            links: .success(links),
            wireGuard: .success([wireGuard]),
            routes: .success(routes),
            meshes: [code: mesh],
            clockOffset: 0
        )
    }

    private func mesh(
        _ end: End,
        in domain: Domain,
        names: (wireGuard: String, vxlan: String, batman: String, fastd: String),
        peers: [End],
        paths: [BatmanPath],
        gateways: [BatmanGateway],
        clients: [TranslationEntry],
        fastd: FastdStatus?
    ) -> MeshObservation {
        let override = Throughput(kilobitsPerSecond: 1_000_000)
        let forwarding = peers.compactMap { other in
            IPAddress(domain.dialect.linkLocal(of: other.key)).map { address in
                ForwardingEntry(
                    address: .zero,
                    interface: names.vxlan,
                    destination: address,
                    via: names.wireGuard
                )
            }
        }
        return MeshObservation(
            mesh: .success(
                BatmanMesh(
                    version: "2022.3",
                    algorithm: algorithm,
                    interface: names.batman,
                    address: end.address(1),
                    primaryAddress: end.address(0),
                    originatorInterval: Self.originatorInterval
                )
            ),
            hardInterfaces: .success([
                BatmanHardInterface(
                    name: names.vxlan,
                    address: end.address(2),
                    isActive: true,
                    throughputOverride: override
                ),
                BatmanHardInterface(name: names.fastd, address: end.address(3), isActive: true),
            ]),
            neighbours: .success(neighbours(peers, on: names.vxlan, names.fastd)),
            paths: .success(paths),
            gateways: .success(gateways),
            clients: .success(clients),
            forwarding: .success(forwarding),
            fastd: fastd.map { .success($0) }
        )
    }

    private func gateway(
        _ end: End,
        others: [End],
        nodes: [End],
        own: [End],
        in domain: Domain
    ) -> DeviceObservation {
        let names = (
            wireGuard: domain.wireGuardInterfaceName, vxlan: domain.vxlanInterfaceName,
            batman: domain.batmanInterfaceName, fastd: "fastd-north"
        )
        let paths = (nodes + others).map { path(to: $0, over: names.vxlan, next: $0.address(2)) }
        let clients = nodes.flatMap { node in
            // The node's own bridge, and a client.
            [node.address(1), node.address(9)].map { TranslationEntry(client: $0, originator: node.address(0)) }
        }
        let fastd = FastdStatus(
            uptime: .seconds(9000),
            interface: names.fastd,
            peers: own.map { node in
                FastdPeer(
                    key: String(repeating: "0", count: 64),
                    connection: FastdConnection(established: .seconds(60), method: "null", addresses: [node.address(3)])
                )
            }
        )
        let mesh = mesh(
            end,
            in: domain,
            names: names,
            peers: others + own,
            paths: paths,
            gateways: others.map { gatewayEntry($0, over: names.vxlan, isSelected: false) },
            clients: clients,
            fastd: fastd
        )
        return device(
            end,
            in: domain,
            names: names,
            // Each worker programs each key; those of the other gateway's nodes have no handshake here.
            peers: others + own,
            machineID: "machine\(end.number)",
            mesh: mesh
        )
    }

    private func gatewayEntry(_ end: End, over interface: String, isSelected: Bool) -> BatmanGateway {
        BatmanGateway(
            originator: end.address(0),
            router: end.address(2),
            interface: interface,
            isSelected: isSelected,
            quality: quality,
            down: Throughput(kilobitsPerSecond: 100_000),
            up: Throughput(kilobitsPerSecond: 100_000)
        )
    }

    private func node(_ end: End, of gateway: End, _ gateways: [End], in domain: Domain) -> DeviceObservation {
        let names = (wireGuard: "wg_mesh_vpn", vxlan: "mesh-vpn", batman: "bat0", fastd: "fastd-vpn")
        let mesh = mesh(
            end,
            in: domain,
            names: names,
            peers: [gateway],
            paths: gateways.map { path(to: $0, over: names.vxlan, next: gateway.address(2)) },
            gateways: gateways.map { other in
                gatewayEntry(other, over: names.vxlan, isSelected: other.number == gateway.number)
            },
            clients: [],
            fastd: nil
        )
        return device(end, in: domain, names: names, peers: [gateway], machineID: nil, mesh: mesh)
    }
}
