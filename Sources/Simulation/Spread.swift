/// How values differ from run to run.
package struct Spread: Sendable, Hashable {
    package var median: Double
    /// Nine of ten values are no larger.
    package var ninetieth: Double
    package var worst: Double

    /// - Returns: nil for no values.
    package init?(_ values: [Double]) {
        let sorted = values.sorted()
        guard let worst = sorted.last else { return nil }
        // The smallest value that so many percent don't exceed: one that has occurred.
        func value(_ percent: Int) -> Double { sorted[max((sorted.count * percent + 99) / 100, 1) - 1] }
        median = value(50)
        ninetieth = value(90)
        self.worst = worst
    }
}
