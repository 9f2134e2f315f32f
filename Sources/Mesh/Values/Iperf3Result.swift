/// What `iperf3` measured.
package struct Iperf3Result: Sendable, Hashable {
    package struct Direction: Sendable, Hashable {
        /// Bytes.
        package var bytes: Int
        package var duration: Duration
        package var throughput: Throughput

        package init(bytes: Int, duration: Duration, throughput: Throughput) {
            self.bytes = bytes
            self.duration = duration
            self.throughput = throughput
        }
    }

    /// As the sending end counted.
    package var sent: Direction
    /// As the receiving end counted.
    package var received: Direction
    /// Of TCP; nil where the system doesn't count them.
    package var retransmissions: Int?

    package init(sent: Direction, received: Direction, retransmissions: Int? = nil) {
        self.sent = sent
        self.received = received
        self.retransmissions = retransmissions
    }
}
