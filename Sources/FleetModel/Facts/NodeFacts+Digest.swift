extension NodeFacts {
    /// Differs, almost surely, where any fact does; the same in every process.
    package var digest: Int64 {
        var digest = FactDigest()
        // One by one: to make lists of them for each of a million nodes takes longer than the rest.
        digest.add(id)
        digest.add(hostname)
        digest.add(domain)
        digest.add(model)
        digest.add(firmware)
        digest.add(firmwareBase)
        digest.add(autoupdaterBranch)
        digest.add(gateway)
        digest.add(fastdKey)
        digest.add(wireGuardKey)
        digest.add(contact)
        digest.add(state?.rawValue)
        digest.add(clients)
        digest.add(firstSeen)
        digest.add(lastSeen)
        digest.add(uptime)
        digest.add(memory)
        digest.add(online)
        digest.add(usesFastd)
        digest.add(usesWireGuard)
        digest.add(isGateway)
        digest.add(latitude)
        digest.add(longitude)
        digest.add(addresses)
        digest.add(tunnels)
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
