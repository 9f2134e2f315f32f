import Dispatch
import Synchronization

/// What another core works out while this one goes on.
package final class Ahead<Value: Sendable>: Sendable {
    private let group = DispatchGroup()
    private let result = Mutex<Value?>(nil)

    package init(_ work: @escaping @Sendable () -> Value) {
        DispatchQueue.global().async(group: group) {
            let value = work()
            self.result.withLock { $0 = value }
        }
    }

    /// Waits for it.
    package var value: Value {
        group.wait()
        guard let result = result.withLock({ $0 }) else { preconditionFailure("the group was left without a result") }
        return result
    }
}
