import FleetModel
import Testing

struct FleetStandingTests {
    private var fleet: Fleet {
        var fleet = Fleet.sample
        fleet.domains[0].fastd = Domain.Fastd(instance: "north", interface: "fastd-north", port: 10_000)
        fleet.nodes = [node("1"), node("2"), node("3", online: false), node("4", .fastd, lastSeen: 500)]
        fleet.links = [.vpn(node: id("1"), gateway: "gw01"), .mesh(id("1"), id("2"))]
        return fleet
    }

    private func id(_ digit: String) -> String { "02caffee000\(digit)" }

    private func node(
        _ digit: String,
        _ state: Node.State = .unknown,
        online: Bool? = nil,
        lastSeen: Int? = nil
    ) -> Node {
        Node(
            id: id(digit),
            hostname: "n\(digit)",
            domain: "fft_north",
            address: nil,
            jump: .direct,
            state: state,
            online: online,
            lastSeen: lastSeen
        )
    }

    private func states(_ changes: [ConfirmedChange] = []) -> [Node.State] {
        let standing = FleetStanding(fleet, changes: changes)
        return fleet.nodes.map(standing.state)
    }

    private func change(_ device: String, _ effect: ConfirmedChange.Effect, at time: Double) -> ConfirmedChange {
        ConfirmedChange(device: device, domain: "fft_north", effect: effect, time: time)
    }

    @Test func `what nobody tells follows from links, and from what gateways offer`() {
        #expect(states() == [.fastd, .meshOnly, .offline, .fastd])
    }

    @Test func `a tunnel may be either as soon as a gateway offers both`() {
        #expect(states([change("gw01", .opensNew, at: 1)]) == [.unknown, .meshOnly, .offline, .fastd])
    }

    @Test func `whoever spoke last is believed`() {
        let early = states([change(id("4"), .opensNew, at: 400), change(id("4"), .closesOld, at: 450)])
        #expect(early[3] == .fastd)
        #expect(states([change(id("4"), .opensNew, at: 600)])[3] == .dual)
        #expect(states([change(id("4"), .closesOld, at: 700), change(id("4"), .opensNew, at: 600)])[3] == .wireguard)
    }

    @Test func `a gateway offers in each domain what was confirmed there`() {
        let standing = FleetStanding(fleet, changes: [change("gw01", .opensNew, at: 1)])
        let (north, south) = (fleet.domains[0], fleet.domains[1])
        #expect(standing.state(of: fleet.gateways[0], in: north) == .dual)
        #expect(standing.state(of: fleet.gateways[1], in: north) == .fastd)
        #expect(standing.state(of: fleet.gateways[0], in: south) == .wireguard)
    }

    @Test func `roles are known where links are, or where the state tells`() {
        let topology = Topology(fleet)
        let standing = FleetStanding(fleet)
        let roles = fleet.nodes.map { topology.role(of: $0, state: standing.state(of: $0)) }
        #expect(roles == [.uplink, .dependent, .unknown, .uplink])
        var unlinked = fleet
        unlinked.links = []
        let unknown = Topology(unlinked)
        #expect(unknown.role(of: fleet.nodes[0], state: .unknown) == .unknown)
        #expect(unknown.role(of: fleet.nodes[0], state: .meshOnly) == .dependent)
    }
}
