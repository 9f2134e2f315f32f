import FleetModel

/// What an Ansible inventory tells of gateways: addresses, ports and jump hosts, from hosts, groups and their variables.
enum AnsibleInventory {
    private static let fileNames = [
        "inventory.yml", "inventory.yaml", "inventory.ini", "inventory", "hosts.yml", "hosts.yaml", "hosts.ini",
        "hosts",
    ]

    /// The file with the hosts in a directory; nil if there is none of the usual names.
    static func inventoryFile(in directory: SourceDirectory) -> String? {
        fileNames.first(where: directory.files.contains)
    }

    /// Reads a directory with an inventory, `group_vars` and `host_vars`.
    ///
    /// - Throws: `ConfigErrors` with file and place.
    static func read(_ directory: SourceDirectory, groups: [String]) throws(ConfigErrors) -> SourceFacts {
        guard let file = inventoryFile(in: directory) else {
            throw ConfigErrors(directory.name, "", "holds none of \(fileNames.joined(separator: ", "))")
        }
        var hosts = AnsibleHosts()
        let bytes = try directory.bytes(file, limit: SourceFile.largestText)
        try read(bytes, file: directory.name(of: file), into: &hosts)
        var notes: [String] = []
        for file in directory.files {
            let parts = file.split(separator: "/").map(String.init)
            guard parts.count >= 2, parts[0] == "group_vars" || parts[0] == "host_vars" else { continue }
            try readVariables(file, of: parts, in: directory, into: &hosts, notes: &notes)
        }
        return try facts(hosts, groups: groups, name: directory.name, notes: notes)
    }

    /// Reads an inventory alone.
    static func read(_ stream: ByteStream, groups: [String]) throws(ConfigErrors) -> SourceFacts {
        var hosts = AnsibleHosts()
        try read(try stream.rest(limit: SourceFile.largestText), file: stream.name, into: &hosts)
        return try facts(hosts, groups: groups, name: stream.name, notes: [])
    }

    private static func read(_ bytes: [UInt8], file: String, into hosts: inout AnsibleHosts) throws(ConfigErrors) {
        let isYAML = file.hasSuffix(".yml") || file.hasSuffix(".yaml")
        let isINI = file.hasSuffix(".ini")
        if isYAML || !isINI && !looksLikeINI(bytes) {
            try AnsibleYAML.read(bytes, file: file, into: &hosts)
        } else {
            try AnsibleINI.read(bytes, file: file, into: &hosts)
        }
    }

    /// By its first line that is no comment.
    private static func looksLikeINI(_ bytes: [UInt8]) -> Bool {
        let lines = bytes.split { $0 == 0x0a || $0 == 0x0d }.lazy.map { $0.drop { $0 <= 0x20 } }
        let first = lines.first { line in
            guard let byte = line.first else { return false }
            return byte != UInt8(ascii: "#") && byte != UInt8(ascii: ";") && !line.starts(with: "---".utf8)
        }
        guard let first else { return false }
        return first.first == UInt8(ascii: "[") || first.last != UInt8(ascii: ":") && first.contains(UInt8(ascii: "="))
            || !first.contains(UInt8(ascii: ":"))
    }

    /// `group_vars/NAME.yml` or `group_vars/NAME/anything.yml`.
    private static func readVariables(
        _ file: String,
        of parts: [String],
        in directory: SourceDirectory,
        into hosts: inout AnsibleHosts,
        notes: inout [String]
    ) throws(ConfigErrors) {
        let owner = parts.count > 2 ? parts[1] : String(parts[1].prefix { $0 != "." || parts[0] == "host_vars" })
        let name = parts.count > 2 ? owner : owner.removingSuffixes([".yml", ".yaml", ".json"])
        let bytes = try directory.bytes(file, limit: SourceFile.largestText)
        guard !bytes.starts(with: "$ANSIBLE_VAULT".utf8) else {
            notes.append("\(directory.name(of: file)) is encrypted and not read.")
            return
        }
        // A file of comments alone is none to YAML.
        let isEmpty = bytes.split(separator: 0x0a).allSatisfy { line in
            let text = line.drop { $0 <= 0x20 }
            return text.isEmpty || text.first == UInt8(ascii: "#") || text.starts(with: "---".utf8)
        }
        guard !isEmpty else { return }
        let told = try ConfigDocument.read(bytes, file: directory.name(of: file)) { AnsibleVariables($0) }
        if parts[0] == "group_vars" {
            var own = hosts.groups[name]?.variables ?? AnsibleVariables()
            own.add(told)
            hosts.groups[name]?.variables = own
        } else if var own = hosts.variables[name] {
            own.add(told)
            hosts.variables[name] = own
        }
    }

    private static func facts(
        _ hosts: AnsibleHosts,
        groups: [String],
        name: String,
        notes: [String]
    ) throws(ConfigErrors) -> SourceFacts {
        if let fleet = AnsibleFleet(hosts) {
            var facts = SourceFacts(try fleet.read(file: name))
            facts.notes = notes
            return facts
        }
        for group in groups where hosts.groups[group] == nil {
            throw ConfigErrors(
                name,
                "",
                "has no group «\(group)», there are \(hosts.groups.keys.sorted().joined(separator: ", "))"
            )
        }
        let chosen = groups.isEmpty ? hosts.groups.keys.filter(isOfGateways).sorted() : groups
        let gateways = chosen.reduce(into: Set<String>()) { $0.formUnion(hosts.hosts(of: $1)) }
        var facts = SourceFacts()
        facts.notes = notes
        for host in gateways.sorted() {
            let variables = hosts.allVariables(of: host)
            guard let gateway = AnsibleGateway(host, variables) else {
                facts.notes.append("«\(host)» is no gateway's name, and left out.")
                continue
            }
            facts.notes += gateway.notes
            facts.gateways.append(gateway.facts)
        }
        facts.gateways.sort { $0.name < $1.name }
        let others = hosts.names.filter { !gateways.contains($0) }
        if !others.isEmpty {
            let groups = chosen.isEmpty ? "no group's name says that it holds gateways" : chosen.joined(separator: ", ")
            facts.notes.append(
                "\(others.count) hosts are taken for no gateways (\(groups); --group names others): "
                    + others.prefix(5).joined(separator: ", ") + (others.count > 5 ? ", …." : ".")
            )
        }
        return facts
    }

    /// Communities call them so.
    private static func isOfGateways(_ group: String) -> Bool {
        let name = group.lowercased()
        if ["gateway", "supernode", "superexit"].contains(where: name.contains) { return true }
        return name.split { !$0.isLetter }.contains { $0 == "gw" || $0 == "gws" }
    }
}

extension String {
    fileprivate func removingSuffixes(_ suffixes: [String]) -> String {
        suffixes.first(where: hasSuffix).map { String(dropLast($0.count)) } ?? self
    }
}
