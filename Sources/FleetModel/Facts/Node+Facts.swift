extension Node {
    /// Whether it is a MAC address as a node's id is written.
    package static func isID(_ text: String) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// - Parameters:
    ///   - facts: the sum of what all sources tell.
    ///   - domain: its own.
    ///   - gateways: through which it may be reached.
    init(_ facts: NodeFacts, domain: Domain, gateways: MergedGateways) {
        self.init(
            id: facts.id,
            hostname: facts.hostname.flatMap(Self.word) ?? facts.id,
            domain: domain.code,
            address: Self.address(of: facts, in: domain),
            jump: facts.jump ?? .anyGateway,
            state: facts.knownState,
            model: facts.model,
            firmware: facts.firmware,
            firmwareBase: facts.firmwareBase,
            autoupdaterBranch: facts.autoupdaterBranch,
            online: facts.online,
            clients: facts.clients,
            firstSeen: facts.firstSeen,
            lastSeen: facts.lastSeen,
            uptime: facts.uptime,
            memory: facts.memory,
            gateway: facts.gateway,
            fastdKey: facts.fastdKey,
            wireGuardKey: facts.wireGuardKey,
            contact: facts.contact,
            latitude: facts.latitude,
            longitude: facts.longitude
        )
        if case .gateway(let name) = jump, gateways.gateway(called: name)?.name != name { jump = .anyGateway }
    }

    /// Strangers choose host names, and here they are one word that no command takes for an option.
    private static func word(_ name: String) -> String? {
        if name.utf8.first != UInt8(ascii: "-"), name.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) {
            return name.isEmpty ? nil : name
        }
        var word = ""
        for scalar in name.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .unassigned, .privateUse,
                .surrogate:
                word.unicodeScalars.append("_")
            default: word.unicodeScalars.append(scalar)
            }
        }
        let start = word.drop { $0 == "-" }
        return start.isEmpty ? nil : String(start)
    }

    /// The one by which SSH gets there: of the domain's prefixes, else any that is routed; IPv4 last.
    private static func address(of facts: NodeFacts, in domain: Domain) -> String? {
        // Written by hand.
        if facts.jump != nil, facts.addresses.count == 1 { return facts.addresses.first }
        let routed = facts.addresses.filter { !$0.isLinkLocal && IPAddress($0) != nil }
        let wide = routed.filter { $0.utf8.contains(UInt8(ascii: ":")) }
        guard wide.count > 1, !domain.prefix6.isEmpty else { return wide.first ?? routed.first }
        return wide.first { domain.holds($0) } ?? wide.first
    }
}

extension Domain {
    /// Whether an address is in one of its prefixes.
    fileprivate func holds(_ address: String) -> Bool {
        guard let address = IPAddress(address) else { return false }
        return prefix6.contains { prefix in
            let parts = prefix.split(separator: "/")
            guard parts.count == 2, let network = IPAddress(parts[0]), let length = Int(parts[1]) else { return false }
            return address.prefix(length) == network.prefix(length)
        }
    }
}

extension String {
    fileprivate var isLinkLocal: Bool { hasPrefix("fe80:") || hasPrefix("FE80:") || hasPrefix("169.254.") }
}
