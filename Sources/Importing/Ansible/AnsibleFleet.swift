import Yams

import struct FleetModel.Fleet

/// An Ansible inventory that this program has exported: its variables hold all that an inventory file does.
///
/// `Reporting/AnsibleDocument` documents them.
struct AnsibleFleet {
    static let prefix = "umstieg_"

    private let hosts: AnsibleHosts

    /// Nil for any other inventory.
    init?(_ hosts: AnsibleHosts) {
        guard hosts.groups[AnsibleHosts.everything]?.variables.nodes["umstieg_version"] != nil else { return nil }
        self.hosts = hosts
    }

    /// - Throws: `ConfigErrors` with paths as in our own format.
    func read(file: String) throws(ConfigErrors) -> Fleet {
        try ConfigDocument.read(inventory, file: file) { InventoryReader(root: $0).fleet() }
    }

    /// In our own format.
    private var inventory: Node {
        let settings = hosts.groups[AnsibleHosts.everything]?.variables.nodes ?? [:]
        var fields: [(String, Node?)] = [("umstieg", settings["umstieg_version"])]
        for name in ["community", "broker", "ssh"] { fields.append((name, settings[Self.prefix + name])) }
        fields.append(("domains", domains))
        fields.append(("gateways", devices(in: "umstieg_gateways", gateway)))
        fields.append(("nodes", devices(in: "umstieg_nodes", node)))
        fields.append(("links", links))
        return Self.mapping(fields)
    }

    private var domains: Node {
        let parts = hosts.groups.sorted { $0.key < $1.key }.compactMap { _, group -> (String, Node?)? in
            guard let code = group.variables.plain("umstieg_domain") else { return nil }
            return (code, group.variables.nodes["umstieg_settings"])
        }
        return Self.mapping(parts)
    }

    private func devices(in group: String, _ fields: (AnsibleVariables) -> [(String, Node?)]) -> Node {
        Self.mapping(
            hosts.hosts(of: group).sorted().map {
                ($0, Self.mapping(fields(hosts.variables[$0] ?? AnsibleVariables())))
            }
        )
    }

    private func gateway(_ variables: AnsibleVariables) -> [(String, Node?)] {
        [("address", variables.nodes["ansible_host"])]
            + ["port", "external_name", "domains"].map { ($0, variables.nodes[Self.prefix + $0]) }
    }

    private func node(_ variables: AnsibleVariables) -> [(String, Node?)] {
        [("address", variables.nodes["ansible_host"]), ("domain", variables.nodes["umstieg_domain_code"])]
            + InventoryNodes.fields.filter { $0 != "address" && $0 != "domain" }.map {
                ($0, variables.nodes[Self.prefix + $0])
            }
    }

    private var links: Node? {
        let pairs = hosts.hosts(of: "umstieg_nodes").sorted().flatMap { node in
            let peers = hosts.variables[node]?.nodes["umstieg_links"]?.sequence.map { Array($0) } ?? []
            return peers.map { Node.sequence(Node.Sequence([Self.text(node), $0])) }
        }
        return pairs.isEmpty ? nil : .sequence(Node.Sequence(pairs))
    }

    private static func mapping(_ fields: [(String, Node?)]) -> Node {
        .mapping(Node.Mapping(fields.compactMap { name, value in value.map { (text(name), $0) } }))
    }

    private static func text(_ text: String) -> Node { .scalar(Node.Scalar(text, .implicit, .doubleQuoted)) }
}
