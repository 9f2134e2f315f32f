import Foundation
import Testing

/// Uplink nodes on WireGuard in the lab: what `lab wireguard` builds, beside fastd or instead of it.
struct LabWireGuard {
    /// A node's end of its tunnel.
    struct Tunnel: Decodable {
        var publicKey: String
        var linkLocal: String
        var gateway: String

        enum CodingKeys: String, CodingKey {
            case gateway
            case publicKey = "public_key"
            case linkLocal = "link_local"
        }
    }

    /// A way to an originator, as `batctl oj` tells it.
    private struct Way: Decodable {
        var originator: String
        var interface: String
        var neighbour: String
        var best: Bool?

        enum CodingKeys: String, CodingKey {
            case best
            case originator = "orig_address"
            case interface = "hard_ifname"
            case neighbour = "neigh_address"
        }
    }

    /// The gateway of each uplink node, for fastd and WireGuard alike.
    static let gateways = ["n1": "gw1", "n2": "gw2", "n3": "gw1", "n4": "gw2"]

    let lab: Lab

    /// Brings the lab to the state in which all uplink nodes have both transports and their gateways prefer WireGuard;
    /// the second time from a saved state.
    static func ready(_ lab: Lab) async throws -> LabWireGuard {
        let nodes = LabWireGuard(lab: lab)
        try await LabStates.bring(lab, to: "wireguard") {
            _ = try await LabExchange.ready(lab)
            try await nodes.turnOn(gateways.keys.sorted())
            for node in gateways.keys.sorted() { try await nodes.expectBestPath(to: node, through: "vx-muc_nord") }
        }
        return nodes
    }

    /// Gives nodes WireGuard beside fastd, or instead of it.
    ///
    /// - Returns: their ends, by the node's name.
    @discardableResult
    func turnOn(_ nodes: [String], only: Bool = false) async throws -> [String: Tunnel] {
        let text = try await lab.lab(["wireguard"] + nodes + ["on"] + (only ? ["--only"] : []))
        return try JSONDecoder().decode([String: Tunnel].self, from: Data(text.utf8))
    }

    /// Puts nodes back on fastd alone.
    func turnOff(_ nodes: [String]) async throws {
        try await lab.lab(["wireguard"] + nodes + ["off"])
    }

    /// Waits until the node's own gateway reaches it best through this interface, without another gateway between.
    func expectBestPath(to node: String, through interface: String, within seconds: Int = 90) async throws {
        let gateway = try #require(Self.gateways[node])
        try await lab.eventually("\(gateway) reaches \(node) best through \(interface)", within: seconds) {
            let own = try await interfaces(of: node)
            let ways = try await lab.ssh(gateway, "batctl meshif bat-muc_nord oj")
            return try JSONDecoder().decode([Way].self, from: Data(ways.utf8)).contains {
                $0.best == true && $0.interface == interface && $0.originator == own["primary0"]
                    && own.values.contains($0.neighbour)
            }
        }
    }

    /// MAC addresses of a node's interfaces.
    func interfaces(of node: String) async throws -> [String: String] {
        struct Link: Decodable {
            var ifname: String
            var address: String?
        }
        let text = try await lab.ssh(node, "ip -json link show")
        let links = try JSONDecoder().decode([Link].self, from: Data(text.utf8))
        return Dictionary(links.map { ($0.ifname, $0.address ?? "") }) { first, _ in first }
    }
}
