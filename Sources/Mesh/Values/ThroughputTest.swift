/// How a test by `batctl throughputmeter` ended.
package enum ThroughputTest: Sendable, Hashable {
    package struct Measurement: Sendable, Hashable {
        package var duration: Duration
        /// Bytes.
        package var sent: Int
        package var throughput: Throughput
        /// Whether it was stopped before its time.
        package var isPartial: Bool

        package init(duration: Duration, sent: Int, throughput: Throughput, isPartial: Bool = false) {
            self.duration = duration
            self.sent = sent
            self.throughput = throughput
            self.isPartial = isPartial
        }
    }

    package enum Refusal: String, Sendable, Hashable, Codable, CaseIterable {
        case unreachable
        case tooManyLosses = "too-many-losses"
        /// Another test to the same participant is running.
        case alreadyRunning = "already-running"
        case outOfMemory = "out-of-memory"
        case tooManyTests = "too-many-tests"
    }

    case measured(Measurement)
    case refused(Refusal)
}
