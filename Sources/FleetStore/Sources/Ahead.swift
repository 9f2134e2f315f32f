import Dispatch

/// What another core works out while this one goes on.
final class Ahead<Value: Sendable>: @unchecked Sendable {
    private let group = DispatchGroup()
    /// Written before `group` is left, and read after it.
    private var result: Value?

    init(_ work: @escaping @Sendable () -> Value) {
        DispatchQueue.global().async(group: group) { self.result = work() }
    }

    /// Waits for it.
    var value: Value {
        group.wait()
        guard let result else { preconditionFailure("the group was left without a result") }
        return result
    }
}
