package import FleetModel
import Synchronization
package import Transport

/// Pings through the mesh while devices are switched, and tells afterwards what was lost.
package actor OutageWatch {
    /// Logins that do nothing else; beyond that a switch has no number.
    private static let most = 32
    /// Milliseconds; five a second disturb nobody.
    private static let interval = 200
    /// Seconds until a ping that nobody stops ends by itself.
    private static let longest = 3600

    /// From where and to where.
    package struct Way: Sendable {
        var gateways: [Gateway]
        var address: String

        /// - Parameters:
        ///   - gateways: the first one that can be reached pings.
        ///   - address: of a node in the mesh.
        package init(from gateways: [Gateway], to address: String) {
            self.gateways = gateways
            self.address = address
        }
    }

    private final class Watch: Sendable {
        let stream = Mutex(PingStream())
        let task = Mutex<Task<Void, Never>?>(nil)
        /// The login was lost, or ping ended: what was lost after that nobody knows.
        let isCut = Mutex(false)
    }

    private let fleet: Fleet
    private let exec: SingleExec
    private var watches: [String: Watch] = [:]

    package init(fleet: Fleet, connector: any Connector) {
        self.fleet = fleet
        exec = SingleExec(connector: connector)
    }

    /// Begins, unless it has begun or too many have.
    package func start(_ name: String, _ way: Way) {
        guard watches[name] == nil, watches.count < Self.most else { return }
        let watch = Watch()
        watches[name] = watch
        let task = Task { [exec, fleet] in
            let seconds = "\(Self.interval / 1000).\(Self.interval % 1000 / 100)"
            let options = "-n -O -i \(seconds) -w \(Self.longest)"
            let command = RemoteCommand(
                "exec ping \(options) \(way.address.shellQuoted)",
                limit: .seconds(Self.longest + 60),
                outputLimit: 4 << 20
            )
            for gateway in way.gateways where !Task.isCancelled {
                let endpoint = Endpoint(gateway, in: fleet)
                let result = try? await exec.run(command, on: endpoint, become: fleet.ssh.become) { chunk in
                    if case .standardOutput(let bytes) = chunk { watch.stream.withLock { $0.take(bytes) } }
                }
                let hasBegun = watch.stream.withLock { $0.outage(interval: Self.interval) } != nil
                if result != nil || hasBegun { break }
            }
            watch.isCut.withLock { $0 = true }
        }
        watch.task.withLock { $0 = task }
    }

    /// Ends.
    ///
    /// - Returns: nil if nobody pinged to the end, so nobody knows.
    package func stop(_ name: String) -> PingOutage? {
        guard let watch = watches.removeValue(forKey: name) else { return nil }
        let isCut = watch.isCut.withLock(\.self)
        watch.task.withLock { $0?.cancel() }
        if isCut { return nil }
        return watch.stream.withLock { $0.outage(interval: Self.interval) }
    }
}
