/// How the deadline of a transaction follows from those before it.
package struct DeadlinePolicy: Sendable, Hashable, Codable {
    /// Seconds.
    package var minimum: Int
    /// Seconds; the canary's own deadline.
    package var maximum: Int
    /// Times the slowest device of the canary wave.
    package var factor: Double

    package init(minimum: Int, maximum: Int, factor: Double) {
        self.minimum = minimum
        self.maximum = maximum
        self.factor = factor
    }

    /// Seconds for the devices after a canary that took `slowest` seconds.
    package func deadline(afterCanary slowest: Double) -> Int {
        let wanted = (slowest * factor).rounded(.up)
        // A broken clock must not trap.
        guard wanted.isFinite, wanted < Double(maximum) else { return maximum }
        return max(minimum, Int(wanted))
    }
}
