/// What other cores work out one after the other, and this one takes in that order.
package struct AheadQueue<Value: Sendable>: ~Copyable {
    /// Begun before the first of them is taken: enough that no core waits, and little memory.
    package static var usualLimit: Int { 16 }

    private let limit: Int
    private var begun: [Ahead<Value>] = []

    package init(limit: Int = usualLimit) {
        self.limit = limit
    }

    /// Lets another core begin.
    ///
    /// - Returns: the first of those begun and not yet taken when there are many, after waiting for it.
    package mutating func begin(_ work: @escaping @Sendable () -> Value) -> Value? {
        begun.append(Ahead(work))
        return begun.count < limit ? nil : next()
    }

    /// Waits for the first of those begun and not yet taken; nil after the last one.
    package mutating func next() -> Value? { begun.isEmpty ? nil : begun.removeFirst().value }
}
