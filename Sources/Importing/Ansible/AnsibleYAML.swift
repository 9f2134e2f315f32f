/// Reads an Ansible inventory in YAML: groups with `hosts`, `children` and `vars`.
enum AnsibleYAML {
    private static let deepest = 50

    static func read(_ bytes: [UInt8], file: String, into hosts: inout AnsibleHosts) throws(ConfigErrors) {
        var result = hosts
        _ = try ConfigDocument.read(bytes, file: file) { root in
            guard let entries = root.entries() else { return nil as Bool? }
            for (name, node) in entries { group(name, node, depth: 0, into: &result) }
            return true
        }
        hosts = result
    }

    private static func group(_ name: String, _ node: ConfigNode, depth: Int, into hosts: inout AnsibleHosts) {
        if hosts.groups[name] == nil { hosts.groups[name] = AnsibleHosts.Group() }
        guard depth < deepest else { return node.fail("groups nest deeper than \(deepest)") }
        guard node.kind != .nothing, let fields = node.mapping(allowed: ["hosts", "children", "vars"]) else { return }
        if let list = fields.optional("hosts") { addHosts(list, to: name, into: &hosts) }
        for (child, node) in fields.optional("children")?.entries() ?? [] {
            hosts.groups[name]?.children.insert(child)
            group(child, node, depth: depth + 1, into: &hosts)
        }
        if let variables = fields.optional("vars") {
            var own = AnsibleVariables(variables)
            if let before = hosts.groups[name]?.variables { own.add(before) }
            hosts.groups[name]?.variables = own
        }
    }

    private static func addHosts(_ node: ConfigNode, to group: String, into hosts: inout AnsibleHosts) {
        for (pattern, node) in node.entries() ?? [] {
            guard let names = AnsiblePattern.hosts(pattern) else {
                node.fail("«\(pattern)» is no host, or stands for too many")
                continue
            }
            for name in names {
                hosts.add(host: name, to: group)
                guard node.kind != .nothing else { continue }
                var own = AnsibleVariables(node)
                if let before = hosts.variables[name] { own.add(before) }
                hosts.variables[name] = own
            }
        }
    }
}
