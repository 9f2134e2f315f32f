extension NodeFacts {
    /// Takes over what it doesn't tell itself.
    package mutating func add(_ other: NodeFacts) {
        hostname = hostname ?? other.hostname
        domain = domain ?? other.domain
        if addresses.isEmpty { addresses = other.addresses }
        jump = jump ?? other.jump
        state = state ?? other.state
        model = model ?? other.model
        firmware = firmware ?? other.firmware
        firmwareBase = firmwareBase ?? other.firmwareBase
        autoupdaterBranch = autoupdaterBranch ?? other.autoupdaterBranch
        memory = memory ?? other.memory
        fastdKey = fastdKey ?? other.fastdKey
        wireGuardKey = wireGuardKey ?? other.wireGuardKey
        usesFastd = usesFastd ?? other.usesFastd
        usesWireGuard = usesWireGuard ?? other.usesWireGuard
        contact = contact ?? other.contact
        latitude = latitude ?? other.latitude
        longitude = longitude ?? other.longitude
        isGateway = isGateway || other.isGateway
        firstSeen = [firstSeen, other.firstSeen].compactMap(\.self).min()
        lastSeen = [lastSeen, other.lastSeen].compactMap(\.self).max()
        addMoment(of: other)
    }

    /// Takes over what is true for a moment only, and what it doesn't tell itself.
    package mutating func addMoment(of other: NodeFacts) {
        online = online ?? other.online
        clients = clients ?? other.clients
        uptime = uptime ?? other.uptime
        gateway = gateway ?? other.gateway
        tunnels = tunnels ?? other.tunnels
    }

    mutating func removeMoment() {
        online = nil
        clients = nil
        uptime = nil
        gateway = nil
        tunnels = nil
    }

    /// The transport that it is known to use.
    var knownState: Node.State {
        if let state { return state }
        if online == false { return .offline }
        switch (usesFastd, usesWireGuard) {
        case (true, true): return .dual
        case (true, _): return .fastd
        case (_, true): return .wireguard
        case (nil, nil): return .unknown
        case (_, _): return tunnels?.isEmpty == false ? .unknown : .meshOnly
        }
    }
}
