/// How answers came to `batctl ping`.
package struct BatmanPing: Sendable, Hashable {
    package struct RoundTrip: Sendable, Hashable {
        package var shortest: Duration
        package var average: Duration
        package var longest: Duration

        package init(shortest: Duration, average: Duration, longest: Duration) {
            self.shortest = shortest
            self.average = average
            self.longest = longest
        }
    }

    package var sent: Int
    package var received: Int
    /// How often a participant on the way said that it knows none further.
    package var unreachable: Int
    /// Nil if nothing was received.
    package var roundTrip: RoundTrip?

    package init(sent: Int, received: Int, unreachable: Int = 0, roundTrip: RoundTrip? = nil) {
        self.sent = sent
        self.received = received
        self.unreachable = unreachable
        self.roundTrip = roundTrip
    }

    package var lost: Int { max(sent - received, 0) }
}
