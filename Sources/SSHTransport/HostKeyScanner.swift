package import Transport

/// Asks hosts for their keys without logging in; jump hosts on the way are checked and logged in to as ever.
package struct HostKeyScanner: Sendable {
    private let connector: SSHConnector

    package init(connector: SSHConnector) {
        self.connector = connector
    }

    /// `limit`: for each of the connections, one a key type.
    ///
    /// Throws unless at least one question was answered: some hosts offer types of which they have no key, and die when
    /// they are asked for one.
    package func scan(_ endpoint: Endpoint, within limit: Duration) async throws(TransportError) -> HostKeyScan {
        var scan = HostKeyScan(keys: [], unreadableTypes: [])
        var wanted = Algorithms.hostKeys + [Algorithms.rsa]
        while let type = wanted.first {
            wanted.removeFirst()
            do throws(TransportError) {
                let ((key, offered), _) = try await connector.reach(endpoint, within: limit) {
                    dialer throws(TransportError) in
                    try await dialer.look(for: type)
                }
                if let key { scan.keys.append(key) }
                // The first answer tells what is worth asking for.
                wanted.removeAll { !offered.contains($0) }
                scan.unreadableTypes = offered.filter { !(Algorithms.hostKeys + [Algorithms.rsa]).contains($0) }
            } catch {
                guard !scan.keys.isEmpty, error.code == .protocolError || error.code == .connectionLost else {
                    throw error
                }
            }
        }
        return scan
    }
}
