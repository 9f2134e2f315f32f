/// The groups, hosts and variables of an Ansible inventory.
struct AnsibleHosts {
    struct Group {
        var hosts: Set<String> = []
        var children: Set<String> = []
        var variables = AnsibleVariables()
    }

    static let everything = "all"

    var groups: [String: Group] = [everything: Group()]
    /// By host.
    var variables: [String: AnsibleVariables] = [:]

    /// All hosts, sorted.
    var names: [String] { variables.keys.sorted() }

    mutating func add(host: String, to group: String) {
        groups[group, default: Group()].hosts.insert(host)
        if variables[host] == nil { variables[host] = AnsibleVariables() }
    }

    /// Hosts of a group and of its children.
    func hosts(of group: String) -> Set<String> {
        var hosts: Set<String> = []
        var seen: Set<String> = []
        var next = [group]
        while let name = next.popLast() {
            guard seen.insert(name).inserted, let group = groups[name] else { continue }
            hosts.formUnion(group.hosts)
            next += group.children
        }
        return hosts
    }

    /// Groups that hold a host, the nearest ones first, `all` last.
    func groups(of host: String) -> [String] {
        var found: [String] = groups.filter { $0.value.hosts.contains(host) && $0.key != Self.everything }.keys.sorted()
        var index = 0
        while index < found.count {
            let parents = groups.filter { $0.value.children.contains(found[index]) && $0.key != Self.everything }.keys
            found += parents.sorted().filter { !found.contains($0) }
            index += 1
        }
        return found + [Self.everything]
    }

    /// The variables of a host with those of its groups.
    func allVariables(of host: String) -> AnsibleVariables {
        var variables = self.variables[host] ?? AnsibleVariables()
        for group in groups(of: host) {
            if let more = groups[group]?.variables { variables.add(more) }
        }
        return variables
    }
}
