/// A device is at a step of its transaction, or a gate has looked in vain.
package struct StepProgress: Sendable, Hashable {
    /// From 1.
    package var number: Int
    package var count: Int
    package var name: String

    package init(number: Int, count: Int, name: String) {
        self.number = number
        self.count = count
        self.name = name
    }
}
