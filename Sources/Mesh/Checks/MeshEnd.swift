import FleetModel

/// One end of a domain's tunnels, on a gateway or on a node: what both have in common, whatever its interfaces are
/// called there.
struct MeshEnd {
    var subject: Subject
    var domain: Domain
    var device: DeviceObservation
    /// Interface names.
    var batman: String
    var wireGuard: String
    var vxlan: String
    /// Nil where nobody says; then any TAP is fastd's.
    private var fastd: String?

    init(_ gateway: DomainView.GatewayView, in domain: Domain) {
        subject = Subject(.gateway, gateway.gateway.name)
        self.domain = domain
        device = gateway.device
        batman = domain.batmanInterfaceName
        wireGuard = domain.wireGuardInterfaceName
        vxlan = domain.vxlanInterfaceName
        fastd = domain.fastd?.interface
    }

    init(_ node: Node, _ device: DeviceObservation, in domain: Domain) {
        subject = Subject(.node, node.id)
        self.domain = domain
        self.device = device
        batman = domain.nodeBatmanInterfaceName
        wireGuard = domain.nodeWireGuardInterfaceName
        vxlan = domain.nodeVXLANInterfaceName
    }

    var mesh: MeshObservation? { device.meshes[domain.code] }

    /// Interfaces of fastd that are there.
    var fastdInterfaces: [LinkState] {
        (device.links.value ?? []).filter { link in
            fastd.map { $0 == link.name } ?? (link.kind == "tun" && link.name != vxlan)
        }
    }

    /// Interfaces of VPN tunnels that are there.
    var tunnelInterfaces: [LinkState] { (device.link(vxlan).map { [$0] } ?? []) + fastdInterfaces }

    func isActive(_ interface: String) -> Bool {
        mesh?.hardInterfaces.value?.contains { $0.name == interface && $0.isActive } ?? false
    }

    /// A finding of this end, in this domain.
    func finding(
        _ check: Check,
        verdict: Verdict = .unhealthy,
        value: String,
        limit: String,
        gateway: String? = nil,
        _ message: String
    ) -> Finding {
        Finding(
            subject,
            check,
            verdict: verdict,
            value: value,
            limit: limit,
            source: subject.name,
            gateway: gateway,
            domain: domain.code,
            message
        )
    }
}
