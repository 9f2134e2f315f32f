import FleetModel
package import KeyExchange
import Logging
import Service

/// A worker as a program: `umstieg-worker`, and `umstieg worker`.
package struct KeyWorkerProgram: Sendable {
    package static let version = "0.1.0"

    private let settings: ExchangeSettings
    private let file: String

    /// Reads the settings.
    ///
    /// - Parameter path: their file; if nil, what `WGKEX_CONFIG_FILE` names, else `/etc/wgkex.yaml`.
    /// - Throws: `SettingsError`.
    package init(configuration path: String?) throws(SettingsError) {
        settings = try ExchangeSettings(path: path)
        file = path ?? ""
        _ = try WorkerName.chosen(settings.worker, file: file)
    }

    /// Works until SIGTERM or SIGINT.
    ///
    /// - Throws: `KernelError` without the right to change interfaces, or without WireGuard; `SettingsError`,
    ///   `MQTTError`.
    package func run() async throws {
        let signals = StopSignals()
        let service = try KeyWorkerService(
            settings,
            file: file,
            kernel: try NetlinkKernel(),
            readUnits: { GatewayUnits(in: GatewayUnits.directories) },
            notifier: ServiceNotifier(),
            log: Logger(label: "umstieg-worker", factory: ServiceLog.handler)
        )
        try await service.run(
            watching: { onChange throws(KernelError) in try LinkMonitor(onChange: onChange) },
            until: { _ = await signals.next() }
        )
    }

    /// Looks at the interfaces once and changes nothing.
    ///
    /// - Returns: lines for people, and whether all is in order.
    /// - Throws: as `run`.
    package func check() throws -> (lines: [String], isInOrder: Bool) {
        let kernel = try NetlinkKernel()
        let name = try WorkerName.chosen(settings.worker, file: file)
        let units = GatewayUnits(in: GatewayUnits.directories)
        var lines = ["worker \(name), MQTT server \(settings.mqtt.host):\(settings.mqtt.port)"]
        var served = ServedDomains(settings)
        served.look()
        lines += served.findings
        var isInOrder = served.findings.isEmpty
        for domain in served.domains {
            let worker = DomainWorker(domain, limit: settings.worker.peersPerDomain, kernel: kernel)
            let found = worker.inspect(units: units)
            isInOrder = isInOrder && worker.findings.isEmpty
            lines.append("\(domain.code) (\(domain.dialect.rawValue)): \(found)")
            lines += worker.findings.map { "  \($0)" }
        }
        return (lines, isInOrder)
    }
}
