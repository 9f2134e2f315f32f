import FleetModel

/// What an inventory tells of one host that is a gateway.
struct AnsibleGateway {
    private(set) var facts: GatewayFacts
    private(set) var notes: [String] = []

    /// Nil for a host that can't be a gateway's name.
    init?(_ host: String, _ variables: AnsibleVariables) {
        guard host.firstLabel.isIdentifier else { return nil }
        facts = GatewayFacts(name: host.firstLabel)
        let address = variables.plain("ansible_host") ?? variables.plain("ansible_ssh_host") ?? host
        if address.isHostName { facts.address = address } else { notes.append("\(host): «\(address)» is no address.") }
        let port = variables.plain("ansible_port") ?? variables.plain("ansible_ssh_port")
        if let port {
            facts.port = Int(port).flatMap { (1...65_535).contains($0) ? $0 : nil }
            if facts.port == nil { notes.append("\(host): «\(port)» is no port.") }
        }
        let arguments = ["ansible_ssh_common_args", "ansible_ssh_extra_args"].compactMap { variables.plain($0) }
        facts.jumpHost = arguments.lazy.compactMap(Self.jump).first
        if let jump = facts.jumpHost {
            notes.append("\(facts.name) is reached through \(jump): a ProxyJump for it belongs into ~/.ssh/config.")
        }
        for name in ["ansible_host", "ansible_port"] where variables[name] != nil && variables.plain(name) == nil {
            notes.append("\(host): \(name) would have to be computed, and is left out.")
        }
    }

    /// The host in `-J host`, `-o ProxyJump=host` or `-o ProxyCommand="ssh -W %h:%p user@host"`.
    private static func jump(_ arguments: String) -> String? {
        let words = arguments.split { " \t\"'".contains($0) }.map(String.init)
        for (index, word) in words.enumerated() {
            if word == "-J", index + 1 < words.count { return words[index + 1] }
            if word.hasPrefix("-J"), word.count > 2 { return String(word.dropFirst(2)) }
            if let value = value(of: "ProxyJump", word) {
                return value.isEmpty ? index + 1 < words.count ? words[index + 1] : nil : value
            }
            // The last word of that command is where it goes.
            if value(of: "ProxyCommand", word) != nil { return host(words[(index + 1)...]) }
        }
        return nil
    }

    private static func value(of option: String, _ word: String) -> String? {
        let word = word.hasPrefix("-o") ? String(word.dropFirst(2)) : word
        guard word.lowercased().hasPrefix(option.lowercased()) else { return nil }
        let rest = word.dropFirst(option.count)
        return rest.isEmpty ? "" : rest.hasPrefix("=") ? String(rest.dropFirst()) : nil
    }

    private static func host(_ words: ArraySlice<String>) -> String? {
        var takesValue = false
        var last: String?
        for word in words {
            if takesValue {
                takesValue = false
            } else if word.hasPrefix("-") {
                takesValue = ["-W", "-p", "-i", "-l", "-o", "-F", "-b", "-c", "-m", "-e"].contains(word)
            } else if word != "ssh" {
                last = last ?? word
            }
        }
        return last
    }
}
