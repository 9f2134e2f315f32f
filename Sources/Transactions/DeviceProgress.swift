/// A line that `apply` and `rollback` print while they wait: the step that runs or is being undone.
package struct DeviceProgress: Sendable, Hashable {
    package var state: TransactionState
    /// From 1.
    package var step: Int
    package var stepCount: Int
    package var stepName: String

    package init(state: TransactionState, step: Int, stepCount: Int, stepName: String) {
        self.state = state
        self.step = step
        self.stepCount = stepCount
        self.stepName = stepName
    }
}
