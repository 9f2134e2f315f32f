/// Opens connections to devices.
package protocol Connector: Sendable {
    /// Connects and logs in.
    ///
    /// `limit`: for everything from the first packet to the finished login; the error says which phase ran
    ///   out of time.
    func connect(to endpoint: Endpoint, within limit: Duration) async throws(TransportError) -> any Connection
}
