import FleetModel

/// The ways to all devices for `~/.ssh/config`, or for a file that it includes.
struct SSHConfigText {
    private let fleet: Fleet

    init(_ fleet: Fleet) {
        self.fleet = fleet
    }

    var text: String {
        let names = Dictionary(grouping: fleet.nodes, by: \.hostname)
        return fleet.gateways.map(block).joined()
            + fleet.nodes.map { node in block(of: node, isOnlyOne: names[node.hostname]?.count == 1) }.joined()
    }

    private func block(of gateway: Gateway) -> String {
        """
        Host \(gateway.name)
          HostName \(gateway.address)
          Port \(gateway.port ?? fleet.ssh.port)
          User \(fleet.ssh.user)
        \(identity)
        """
    }

    /// A node's host name stands with an ending, as it is a stranger's choice: it may be that of any host, or a pattern.
    private func block(of node: Node, isOnlyOne: Bool) -> String {
        guard let address = node.address else { return "" }
        let isPlain = node.hostname.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        let name = isPlain && isOnlyOne && node.hostname.first != "-" ? " \(node.hostname).mesh" : ""
        let jump = ProxyJump(to: node, in: fleet).map { "  ProxyJump \($0.destination)\n" } ?? ""
        return """
            Host \(node.id)\(name)
              HostName \(address)
              User root
            \(jump)\(identity)
            """
    }

    private var identity: String {
        fleet.ssh.identity.map { "  IdentityFile \"\($0.replacing("\"", with: ""))\"\n" } ?? ""
    }
}
