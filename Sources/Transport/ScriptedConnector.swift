/// A test double: hosts whose commands a script answers.
///
/// Hosts without a script are unreachable.
package struct ScriptedConnector: Connector {
    private let hosts: [String: ScriptedConnection]

    /// - Parameter hosts: by endpoint name.
    package init(_ hosts: [String: ScriptedConnection]) {
        self.hosts = hosts
    }

    package func connect(
        to endpoint: Endpoint,
        within limit: Duration
    ) async throws(TransportError) -> any Connection {
        guard let host = hosts[endpoint.name] else {
            throw TransportError(.unreachable, host: endpoint.name, message: "unreachable: no script for this host")
        }
        return host
    }
}
