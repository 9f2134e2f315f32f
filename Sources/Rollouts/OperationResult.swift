package import Mesh
package import Transactions

/// How an operation ended, as far as the controller can know.
package enum OperationResult: Sendable, Hashable, Codable {
    /// What there was to check holds.
    case succeeded
    /// A key is there; this is its public part.
    case prepared(publicKey: String?)
    /// How the mesh was.
    ///
    /// Boxed, as are reports.
    indirect case measured(HealthBaseline)
    case judged(GateVerdict)
    case gauged([ThroughputSeries])
    /// The device told its transaction's state.
    ///
    /// Boxed, as it is much larger than all else that journals hold.
    indirect case reported(DeviceReport)
    /// The device declined and changed nothing.
    case refused(DeviceRefusal)
    /// What there was to check doesn't hold, each item a line for people; nothing was changed by this operation.
    case failed([String])
    /// No connection came about: nothing was sent.
    case unreachable(String)
    /// The connection was lost after something had been sent: only the device knows.
    case unknown(String)
}
