/// How long to wait before the next attempt.
struct Backoff {
    private let bounds: ClosedRange<Duration>
    private var current: Duration

    init(_ bounds: ClosedRange<Duration>) {
        self.bounds = bounds
        current = bounds.lowerBound
    }

    /// The next pause: between half the current step and all of it, so that clients of one server don't come at once.
    mutating func next() -> Duration {
        defer { current = min(current * 2, bounds.upperBound) }
        return current * Double.random(in: 0.5...1)
    }

    mutating func reset() { current = bounds.lowerBound }
}
