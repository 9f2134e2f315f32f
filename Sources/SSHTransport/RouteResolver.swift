import Transport

/// Settles where an endpoint is: its own words first, then `~/.ssh/config`, then the defaults.
struct RouteResolver: Sendable {
    /// A configuration may send a jump host through another one; more than this is a circle.
    private static let depthLimit = 8

    let settings: SSHSettings

    /// - Throws: `.unsupported` for a ProxyJump that goes in circles.
    func route(to endpoint: Endpoint) throws(TransportError) -> Route {
        try route(to: endpoint, depth: 0)
    }

    private func route(to endpoint: Endpoint, depth: Int) throws(TransportError) -> Route {
        guard depth < Self.depthLimit else {
            throw TransportError(.unsupported, host: endpoint.name, message: "ProxyJump goes in circles")
        }
        let options = settings.config.options(for: endpoint.address)
        var jumps = endpoint.jumps
        if jumps.isEmpty { jumps = options.proxyJump.compactMap(Endpoint.init(jump:)) }
        var hops: [Hop] = []
        for (index, jump) in jumps.enumerated() {
            // As with ssh: the first one may itself need a jump, the others are named as seen from the one before.
            if index == 0 || !jump.jumps.isEmpty {
                let way = try route(to: jump, depth: depth + 1)
                hops += way.jumps + [way.target]
            } else {
                hops.append(hop(jump, settings.config.options(for: jump.address)))
            }
        }
        return Route(jumps: hops, target: hop(endpoint, options))
    }

    private func hop(_ endpoint: Endpoint, _ options: SSHConfigOptions) -> Hop {
        let address = options.hostName.map { expand($0, ["h": endpoint.address]) } ?? endpoint.address
        let user = endpoint.user ?? options.user ?? settings.user
        let named = endpoint.identity.map { [$0] } ?? options.identityFiles
        let values: [Character: String] = ["h": address, "r": user, "u": settings.user, "d": settings.home]
        return Hop(
            name: endpoint.name,
            address: address,
            port: endpoint.port ?? options.port ?? 22,
            user: user,
            identities: (named.isEmpty ? settings.defaultIdentities : named).map { path(expand($0, values)) },
            identitiesAreNamed: !named.isEmpty,
            identitiesOnly: options.identitiesOnly ?? false
        )
    }

    /// `~` and `~/…` in the user's home; other users' homes are not known here.
    private func path(_ text: String) -> String {
        text == "~" || text.hasPrefix("~/") ? settings.home + text.dropFirst() : text
    }

    /// Replaces `%x` by the value for `x` and `%%` by `%`; unknown ones stay.
    private func expand(_ text: String, _ values: [Character: String]) -> String {
        guard text.contains("%") else { return text }
        var result = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            guard character == "%", let token = rest.first else {
                result.append(character)
                continue
            }
            if let value = token == "%" ? "%" : values[token] {
                result += value
                rest.removeFirst()
            } else {
                result.append(character)
            }
        }
        return result
    }
}
