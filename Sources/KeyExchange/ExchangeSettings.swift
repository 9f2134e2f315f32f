/// A `wgkex.yaml`, read as it is, with umstieg's own settings under one key that wgkex ignores.
///
/// One file serves broker and worker. What wgkex's programs don't read of it, or only for other purposes (`parker`,
/// `netbox`, `logging_config`), is passed over; below `umstieg` an unknown name is an error.
package struct ExchangeSettings: Sendable, Hashable {
    /// In the file's order, short names unique; none only for a worker with a `domainsDirectory`.
    package var domains: [ExchangeDomain]
    /// How domains that files in that directory name are read.
    package var rule: DomainRule
    /// Weight of each worker that has one; others weigh 1.
    package var weights: [String: Int]
    package var mqtt: MQTTSettings
    package var broker: BrokerSettings
    package var worker: WorkerSettings

    package init(
        domains: [ExchangeDomain],
        rule: DomainRule = DomainRule(),
        weights: [String: Int],
        mqtt: MQTTSettings,
        broker: BrokerSettings = BrokerSettings(),
        worker: WorkerSettings = WorkerSettings()
    ) {
        self.domains = domains
        self.rule = rule
        self.weights = weights
        self.mqtt = mqtt
        self.broker = broker
        self.worker = worker
    }

    package func domain(_ code: String) -> ExchangeDomain? { domains.first { $0.code == code } }

    /// What is wrong with a file without domains.
    package static let noDomains = "«domains» is missing: expected the list of domains"
    /// Where wgkex looks for its settings.
    package static let defaultPath = "/etc/wgkex.yaml"
    /// The variable that names another file, as with wgkex.
    package static let pathVariable = "WGKEX_CONFIG_FILE"
}
