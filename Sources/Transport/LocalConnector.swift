/// Runs commands on this machine: for a gateway that carries the program itself, and for tests.
package struct LocalConnector: Connector {
    private let clock: any Clock<Duration>

    /// - Parameter clock: measures the commands' limits.
    package init(clock: any Clock<Duration> = ContinuousClock()) {
        self.clock = clock
    }

    /// Never fails; address, port, user and jumps do not matter.
    package func connect(
        to endpoint: Endpoint,
        within limit: Duration
    ) async throws(TransportError) -> any Connection {
        LocalConnection(host: endpoint.name, clock: clock)
    }
}
