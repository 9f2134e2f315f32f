package import FleetModel

/// Holds what hosts say against what a playbook needs.
///
/// Each finding is one line for people, with the host's name first.
package struct Readiness: Sendable {
    /// systemd-networkd knows batman-adv from this version on.
    private static let leastSystemd = 249
    private static let leastFreeKiB = 4096

    private let fleet: Fleet
    private let modules: [String]

    /// - Parameters:
    ///   - fleet: tells of which domains a gateway must have the batman-adv interface.
    ///   - modules: the kernel modules that the playbooks name.
    package init(fleet: Fleet, modules: [String]) {
        self.fleet = fleet
        self.modules = modules
    }

    package func findings(_ facts: [String: HostFacts]) -> [String] {
        facts.sorted { $0.key < $1.key }.flatMap { findings(on: $0.key, $0.value) } + twins(facts)
    }

    private func findings(on host: String, _ facts: HostFacts) -> [String] {
        var findings: [String] = []
        if facts.userID != 0 { findings.append("not root: log in as root, or set «become: sudo» in the inventory") }
        if let systemd = facts.systemd {
            if systemd < Self.leastSystemd {
                findings.append("systemd \(systemd) is too old, \(Self.leastSystemd) is needed for batman-adv")
            }
        } else {
            findings.append("there is no systemd")
        }
        if !facts.networkdActive { findings.append("systemd-networkd is not active") }
        for tool in HostFacts.tools where !facts.tools.contains(tool) {
            findings.append("the program \(tool) is missing")
        }
        for module in modules where !facts.modules.contains(module) {
            findings.append("the kernel module \(module) is missing")
        }
        if let free = facts.freeKiB, free < Self.leastFreeKiB {
            findings.append("only \(free) KiB are free under /var/lib, \(Self.leastFreeKiB) are needed")
        }
        for domain in fleet.domains where gateway(host)?.domains.contains(domain.code) == true {
            findings += batmanFindings(domain, facts)
        }
        return findings.map { "\(host): \($0)" }
    }

    private func batmanFindings(_ domain: Domain, _ facts: HostFacts) -> [String] {
        let batman = domain.batmanInterfaceName
        guard facts.links.contains(batman) else {
            return ["there is no interface \(batman) for \(domain.code); name it as «batman: {interface: …}»"]
        }
        guard facts.netdevs.contains(batman) else {
            return ["networkd has no .netdev for \(batman) and would ignore «BatmanAdvanced=\(batman)»"]
        }
        return []
    }

    /// One machine-id on two hosts gave the same TAP addresses on both.
    private func twins(_ facts: [String: HostFacts]) -> [String] {
        Dictionary(grouping: facts.keys.sorted()) { facts[$0]?.machineID ?? "" }
            .filter { !$0.key.isEmpty && $0.value.count > 1 }
            .map { "\($0.value.joined(separator: ", ")): the same machine-id \($0.key); give each its own" }
            .sorted()
    }

    private func gateway(_ name: String) -> Gateway? {
        fleet.gateways.first { $0.name == name }
    }
}
