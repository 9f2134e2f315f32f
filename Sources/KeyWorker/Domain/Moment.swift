/// A point in time by two clocks.
package struct Moment: Sendable, Hashable {
    /// Since the machine started; nobody sets this clock, and ages are measured by it.
    package var sinceStart: Duration
    /// Since 1970, as the machine believes at the moment.
    package var wall: Duration

    package init(sinceStart: Duration, wall: Duration) {
        self.sinceStart = sinceStart
        self.wall = wall
    }
}
