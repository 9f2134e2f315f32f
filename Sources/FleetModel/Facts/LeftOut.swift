/// What sources told, but no fleet can hold: it is kept with its source and comes in once what lacks is there.
package struct LeftOut: Sendable, Hashable {
    /// No inventory file has told yet who runs the network.
    package var lacksSettings = false
    /// Reasons by code.
    package var domains: [String: String] = [:]
    /// Reasons by name.
    package var gateways: [String: String] = [:]
    /// Codes of those whose nodes use fastd, but not enough is told to find it on gateways.
    package var domainsWithHalfFastd: [String] = []
    /// Ids of nodes of which nobody tells a domain.
    package var nodesWithoutDomain: [String] = []
    /// How many nodes are in domains that aren't in the fleet, by what these are called.
    package var nodesOfOtherDomains: [String: Int] = [:]
    /// Ids that are no MAC address.
    package var nodesWithOtherIDs: [String] = []
    /// Gateways that maps show among nodes.
    package var gatewaysAmongNodes: [String] = []
    /// Links with an end that isn't in the fleet, or in another domain.
    package var linkCount = 0

    /// Keys of fastd peers that aren't called like any node.
    package var peerCount = 0

    package init() {}

    private static let shown = 5

    /// One line for each kind, with what to do about it.
    package var lines: [String] {
        var lines: [String] = []
        if lacksSettings {
            lines.append(
                "Nothing is listed yet: who runs the network is told by an inventory file, see Inventory/community.yaml."
            )
        }
        lines += Self.grouped(domains, one: "domain")
        lines += Self.grouped(gateways, one: "gateway")
        if !domainsWithHalfFastd.isEmpty {
            lines.append(
                "fastd of \(domainsWithHalfFastd.count) domains is left out, as nobody tells its instance and interface on "
                    + "gateways; the inventory file can: \(Self.list(domainsWithHalfFastd))."
            )
        }
        for (domain, count) in nodesOfOtherDomains.sorted(by: { $0.key < $1.key }) {
            lines.append("\(count) nodes are left out: no domain «\(domain)» is in the inventory.")
        }
        if !nodesWithoutDomain.isEmpty {
            lines.append(
                "\(nodesWithoutDomain.count) nodes are left out, as nobody tells their domain; --domain CODE does: "
                    + Self.list(nodesWithoutDomain) + "."
            )
        }
        if !nodesWithOtherIDs.isEmpty {
            lines.append(
                "\(nodesWithOtherIDs.count) nodes are left out, as their ids are no MAC addresses: "
                    + Self.list(nodesWithOtherIDs) + "."
            )
        }
        if !gatewaysAmongNodes.isEmpty {
            lines.append(
                "\(gatewaysAmongNodes.count) gateways stand among the nodes of a map and are no nodes here: "
                    + Self.list(gatewaysAmongNodes) + "."
            )
        }
        if linkCount > 0 {
            lines.append("\(linkCount) links are left out: an end isn't in the inventory, or in another domain.")
        }
        if peerCount > 0 {
            lines.append("\(peerCount) keys of fastd peers are of no node in the inventory: none has that name or id.")
        }
        return lines
    }

    /// One line for each reason.
    private static func grouped(_ reasons: [String: String], one: String) -> [String] {
        Dictionary(grouping: reasons.keys.sorted()) { reasons[$0] ?? "" }.sorted { $0.key < $1.key }.map {
            reason,
            names in
            names.count == 1
                ? "The \(one) \(names[0]) is left out: \(reason)."
                : "\(names.count) \(one)s are left out: \(reason): \(list(names))."
        }
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(shown).joined(separator: ", ") + (names.count > shown ? ", …" : "")
    }
}
