import FleetModel

extension MeshEnd {
    /// What one sees at this end alone.
    func findings(_ limits: HealthLimits) -> [Finding] {
        transport + vxlanSettings + mtus + linkLocal + peers + override
    }

    // MARK: Interfaces

    private var transport: [Finding] {
        guard device.links.value != nil else { return [] }
        guard device.link(batman) != nil else {
            return [finding(.transport, value: "missing", limit: "present", "there is no interface \(batman)")]
        }
        guard let hard = mesh?.hardInterfaces.value else { return [] }
        let hasWireGuard = device.link(wireGuard) != nil
        if hasWireGuard, device.link(vxlan) == nil {
            return [finding(.transport, value: "missing", limit: "present", "\(wireGuard) is there, \(vxlan) is not")]
        }
        if subject.kind == .gateway, tunnelInterfaces.isEmpty {
            return [
                finding(
                    .transport,
                    value: "none",
                    limit: "one",
                    "there is neither fastd's nor WireGuard's interface of \(domain.code)"
                )
            ]
        }
        return tunnelInterfaces.compactMap { link in
            guard let interface = hard.first(where: { $0.name == link.name }) else {
                return finding(.transport, value: "absent", limit: "active", "\(link.name) is not in \(batman)")
            }
            guard !interface.isActive else { return nil }
            return finding(
                .transport,
                value: "inactive",
                limit: "active",
                "\(link.name) is in \(batman), but not active"
            )
        }
    }

    private var vxlanSettings: [Finding] {
        guard let vxlan = device.link(vxlan)?.vxlan else { return [] }
        var findings: [Finding] = []
        if let vni = try? domain.vni(), vxlan.vni != vni {
            let message = "\(self.vxlan) has VNI \(vxlan.vni), of the domain's seed follows \(vni)"
            findings.append(finding(.vni, value: "\(vxlan.vni)", limit: "\(vni)", message))
        }
        let port = domain.dialect.vxlanPort
        if Int(vxlan.port) != port {
            let message = "\(self.vxlan) uses port \(vxlan.port), the dialect \(domain.dialect.rawValue) \(port)"
            findings.append(finding(.vxlanPort, value: "\(vxlan.port)", limit: "\(port)", message))
        }
        return findings
    }

    /// Small pings come through if ends disagree, large packets don't.
    private var mtus: [Finding] {
        [(wireGuard, domain.wireGuard.mtu), (vxlan, domain.vxlanMTU)].compactMap { name, mtu in
            guard let link = device.link(name), link.mtu != mtu else { return nil }
            let message = "\(name) has MTU \(link.mtu), \(mtu) is agreed on: large packets get lost"
            return finding(.mtu, value: "\(link.mtu)", limit: "\(mtu)", message)
        }
    }

    private var linkLocal: [Finding] {
        guard let key = device.wireGuard(wireGuard)?.publicKey, let local = device.link(vxlan)?.vxlan?.local else {
            return []
        }
        let isShared = subject.kind == .gateway && domain.dialect == .gluon
        let expected = isShared ? "fe80::1" : domain.dialect.linkLocal(of: key)
        guard local != IPAddress(expected) else { return [] }
        let message = "\(vxlan) is at \(local), of \(wireGuard)'s key follows \(expected)"
        return [finding(.linkLocal, value: "\(local)", limit: expected, message)]
    }

    // MARK: Peers

    /// Each peer needs its route and its FDB entry, and that entry `via`: without it a node that changes its domain
    /// takes the other domain's packets along.
    private var peers: [Finding] {
        guard let peers = device.wireGuard(wireGuard)?.peers, let forwarding = mesh?.forwarding.value else { return [] }
        let addresses = peers.compactMap(\.linkLocal)
        guard !addresses.isEmpty else { return [] }
        var findings: [Finding] = []
        if let routes = device.routes.value {
            let routed = Set(
                routes.filter { $0.interface == wireGuard && $0.destination.isHost }.map(\.destination.address)
            )
            let missing = addresses.filter { !routed.contains($0) }
            findings += finding(.route, missing, of: addresses, "have no route over \(wireGuard)")
        }
        let entries = Dictionary(grouping: forwarding.filter { $0.address == .zero && $0.destination != nil }) {
            $0.destination
        }
        findings += finding(
            .fdb,
            addresses.filter { entries[$0] == nil },
            of: addresses,
            "have no FDB entry on \(vxlan)"
        )
        let astray = addresses.filter { entries[$0]?.contains { $0.via != wireGuard } ?? false }
        findings += finding(.fdb, astray, of: addresses, "have an FDB entry on \(vxlan) without «via \(wireGuard)»")
        return findings
    }

    private func finding(_ check: Check, _ some: [IPAddress], of all: [IPAddress], _ what: String) -> [Finding] {
        guard !some.isEmpty else { return [] }
        let names = some.prefix(3).map(\.description).joined(separator: ", ") + (some.count > 3 ? ", …" : "")
        let value = "\(some.count) of \(all.count) peers"
        return [finding(check, value: value, limit: "0", "\(value) \(what): \(names)")]
    }

    // MARK: batman-adv

    private var override: [Finding] {
        guard mesh?.mesh.value?.algorithm == .batmanV, isActive(vxlan),
            let fastd = fastdInterfaces.first(where: { isActive($0.name) })?.name,
            let interfaces = mesh?.hardInterfaces.value
        else { return [] }
        let throughput = { (name: String) in interfaces.first { $0.name == name }?.throughputOverride }
        guard let wireGuard = throughput(vxlan) else {
            let message = "\(vxlan) has no throughput_override: BATMAN_V takes it for 1 Mbit/s, and prefers \(fastd)"
            return [finding(.override, value: "none", limit: "more than fastd's", message)]
        }
        guard let other = throughput(fastd), other >= wireGuard else { return [] }
        let message = "\(fastd)'s throughput_override is not below \(vxlan)'s"
        return [finding(.override, value: "\(wireGuard)", limit: "more than \(other)", message)]
    }

    /// Nothing comes through any tunnel, although there are tunnels: the line is down.
    var silence: [Finding] {
        guard let mesh, let neighbours = mesh.neighbours.value else { return [] }
        let names = Set(tunnelInterfaces.map(\.name))
        let behind = neighbours.filter { names.contains($0.interface) }
        let limit = HealthLimits.linkSilence(interval: mesh.mesh.value?.originatorInterval)
        guard !behind.isEmpty || hasUsedPeers, !behind.contains(where: { $0.lastSeen <= limit }) else { return [] }
        let last = behind.map(\.lastSeen).min().map { "\($0.components.seconds) s" } ?? "never"
        let message =
            "nothing has come through \(names.sorted().joined(separator: " and ")) for \(last), "
            + "of \(behind.count) neighbours"
        return [finding(.uplink, value: last, limit: "\(limit.components.seconds) s", message)]
    }

    /// Whether a tunnel was in use within the last minutes.
    private var hasUsedPeers: Bool {
        let peers = device.wireGuard(wireGuard)?.peers ?? []
        let hasHandshake = peers.contains { peer in
            peer.latestHandshake.map { device.vitals.time - $0 < 600 } ?? false
        }
        return hasHandshake || mesh?.fastd?.value?.peers.contains(where: \.isConnected) ?? false
    }
}

extension WireGuardPeer {
    /// The address by which the key exchange knows it; nil where it is allowed something else, or more.
    var linkLocal: IPAddress? {
        guard allowedIPs.count == 1, let only = allowedIPs.first, only.isHost, "\(only.address)".hasPrefix("fe80:")
        else { return nil }
        return only.address
    }
}
