package import Planning

/// Does to devices what the machine wants done.
package protocol DeviceWorker: Sendable {
    /// Never throws: whatever happens is a result.
    ///
    /// - Parameters:
    ///   - operation: on a unit of the plan, or the check of all its devices.
    ///   - keys: WireGuard public keys that are known so far.
    ///   - progress: called for each step that the device tells.
    /// - Returns: how it ended; `unknown` where only the device can tell.
    func perform(
        _ operation: Operation,
        keys: [UnitID: String],
        progress: @escaping @Sendable (StepProgress) -> Void
    ) async -> OperationResult
}
