package import Mesh
package import Planning

/// Does to devices what the machine wants done.
package protocol DeviceWorker: Sendable {
    /// Never throws: whatever happens is a result.
    ///
    /// - Parameters:
    ///   - operation: on a unit of the plan, or on all of it.
    ///   - knowledge: what the rollout has found out so far.
    ///   - progress: called for each step that the device tells.
    /// - Returns: how it ended; `unknown` where only the device can tell.
    func perform(
        _ operation: Operation,
        with knowledge: Knowledge,
        progress: @escaping @Sendable (StepProgress) -> Void
    ) async -> OperationResult

    /// What pings lost since the unit's transaction began; asked once, when the unit has come to rest.
    ///
    /// - Parameter unit: of the plan.
    /// - Returns: nil where nobody pinged.
    func outage(of unit: UnitID) async -> PingOutage?
}
