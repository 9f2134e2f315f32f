extension NodeFacts {
    /// Differs, almost surely, where any fact does; the same in every process.
    package var digest: Int64 {
        var digest = FactDigest()
        for text in [
            id, hostname, domain, model, firmware, firmwareBase, autoupdaterBranch, gateway, fastdKey, wireGuardKey,
            contact, state?.rawValue,
        ] { digest.add(text) }
        for number in [clients, firstSeen, lastSeen, uptime, memory] { digest.add(number) }
        for flag in [online, usesFastd, usesWireGuard, isGateway] { digest.add(flag.map { $0 ? 1 : 0 }) }
        for degrees in [latitude, longitude] { digest.add(degrees.map { Int(truncatingIfNeeded: $0.bitPattern) }) }
        for list in [addresses, tunnels] as [[String]?] {
            digest.add(list?.count)
            for text in list ?? [] { digest.add(text) }
        }
        switch jump {
        case nil: digest.add(0)
        case .direct: digest.add(1)
        case .anyGateway: digest.add(2)
        case .gateway(let name):
            digest.add(3)
            digest.add(name)
        }
        return digest.value
    }
}
