extension BrokerSettings {
    init(_ root: SettingsNode, own: SettingsNode?) throws(SettingsError) {
        self.init()
        let listen = try root.member("broker_listen")
        if let host = try listen?.member("host") { self.host = try host.text() }
        if let port = try listen?.member("port") { self.port = try port.integer(in: 0...65_535) }
        guard let own else { return }
        try own.allow([
            "name", "database", "keep_keys", "allow", "deny", "preload", "trusted_proxies", "limits", "replay_rate",
        ])
        if let name = try own.member("name") { self.name = try name.text() }
        if let path = try own.member("database") { database = try path.text() }
        if let time = try own.member("keep_keys") {
            keepKeys = try time.duration(in: .seconds(60)...(.seconds(86_400_000)))
        }
        if let path = try own.member("allow") { allow = try path.text() }
        if let path = try own.member("deny") { deny = try path.text() }
        if let path = try own.member("preload") { preload = try path.text() }
        for proxy in try own.member("trusted_proxies")?.items() ?? [] { trustedProxies.append(try proxy.text()) }
        if let rate = try own.member("replay_rate") { replayRate = try rate.integer(in: 1...1_000_000) }
        if let limits = try own.member("limits") { try read(limits: limits) }
    }

    private mutating func read(limits: SettingsNode) throws(SettingsError) {
        try limits.allow(["per_address", "per_domain", "keys_per_domain", "body", "connections", "idle"])
        let counts = 1...1_000_000_000
        if let limit = try limits.member("per_address") { perAddress = try limit.integer(in: counts) }
        if let limit = try limits.member("per_domain") { perDomain = try limit.integer(in: counts) }
        if let limit = try limits.member("keys_per_domain") { keysPerDomain = try limit.integer(in: counts) }
        if let limit = try limits.member("body") { bodyLimit = try limit.integer(in: 128...65_536) }
        if let limit = try limits.member("connections") { connections = try limit.integer(in: 1...1_000_000) }
        if let limit = try limits.member("idle") {
            idleTimeout = try limit.duration(in: .seconds(1)...(.seconds(3600)))
        }
    }
}
