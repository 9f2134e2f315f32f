import KeyExchange
import Synchronization

extension Broker {
    /// One line for `systemctl status`.
    package var summary: String {
        let report = report
        let workers = report.workersOnline.filter(\.value).count
        let keys = report.keys.values.reduce(0, +)
        let connection = isReady ? "connected" : "no connection to the MQTT server"
        return "\(connection), \(workers) workers online, \(keys) keys in \(report.keys.count) domains, "
            + "\(report.counters.published) registrations"
    }

    /// Numbers of this moment.
    var report: BrokerReport {
        let counters = counters.withLock(\.self)
        let state = state.withLock(\.self)
        return BrokerReport(
            isReady: isReady,
            counters: counters,
            keys: state.domains.mapValues(\.keys.count),
            workersOnline: state.online,
            peers: state.domains.mapValues { domain in domain.gateways.compactMapValues(\.peers) },
            workerCounters: state.counters,
            waitingWrites: writes.count
        )
    }
}
