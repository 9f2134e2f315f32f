extension WorkerSettings {
    init(_ root: SettingsNode, own: SettingsNode?) throws(SettingsError) {
        self.init()
        if let name = try root.member("externalName") { externalName = try name.text() }
        guard let own else { return }
        try own.allow([
            "name", "stale_after", "sweep_every", "reconcile_every", "metrics_every", "living_every",
            "peers_per_domain", "domains_directory",
        ])
        let times = Duration.seconds(1)...(.seconds(86_400_000))
        if let name = try own.member("name") { self.name = try name.text() }
        if let path = try own.member("domains_directory") { domainsDirectory = try path.text() }
        if let time = try own.member("stale_after") { staleAfter = try time.duration(in: times) }
        if let time = try own.member("sweep_every") { sweepEvery = try time.duration(in: times) }
        if let time = try own.member("reconcile_every") { reconcileEvery = try time.duration(in: times) }
        if let time = try own.member("metrics_every") { metricsEvery = try time.duration(in: times) }
        if let time = try own.member("living_every") { livingEvery = try time.duration(in: times) }
        if let limit = try own.member("peers_per_domain") { peersPerDomain = try limit.integer(in: 1...1_000_000) }
    }
}
