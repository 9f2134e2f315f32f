extension Iperf3Result {
    fileprivate struct Wire: Decodable {
        struct End: Decodable {
            var sumSent: Sum?
            var sumReceived: Sum?

            enum CodingKeys: String, CodingKey {
                case sumSent = "sum_sent"
                case sumReceived = "sum_received"
            }
        }

        struct Sum: Decodable {
            var seconds: JSONNumber<Double>
            var bytes: JSONNumber<Double>
            var bitsPerSecond: JSONNumber<Double>
            var retransmits: JSONNumber<Int>?

            enum CodingKeys: String, CodingKey {
                case seconds
                case bytes
                case bitsPerSecond = "bits_per_second"
                case retransmits
            }
        }

        var end: End?
        /// Instead of a result, or beside an incomplete one.
        var error: String?
    }

    /// Reads `iperf3 -J` of a test over TCP.
    ///
    /// - Throws: `ReadingError`, `failed` if iperf3 says so.
    package init(reading output: ToolOutput) throws(ReadingError) {
        let answer = try ToolAnswer(output, of: "iperf3")
        let wire = try answer.json(Wire.self)
        if let error = wire.error { throw answer.error(.failed, ReadingError.excerpt(error)) }
        guard let sent = wire.end?.sumSent, let received = wire.end?.sumReceived else {
            throw answer.error(.unreadable, at: "/end", "has no sums")
        }
        do throws(ValueError) {
            self.init(
                sent: try Direction(sent, "sum_sent"),
                received: try Direction(received, "sum_received"),
                retransmissions: sent.retransmits?.value
            )
        } catch {
            throw answer.error(.unreadable, at: "/end/\(error.name)", error.message)
        }
    }
}

extension Iperf3Result.Direction {
    fileprivate init(_ sum: Iperf3Result.Wire.Sum, _ name: String) throws(ValueError) {
        guard let bytes = Int(bounded: sum.bytes.value), let bits = Int(bounded: sum.bitsPerSecond.value),
            let duration = Duration(bounded: sum.seconds.value)
        else { throw ValueError(name: name, message: "is out of range") }
        self.init(bytes: bytes, duration: duration, throughput: Throughput(kilobitsPerSecond: bits / 1000))
    }
}

extension Int {
    /// A number of some program that counts in floating point; nil if it is negative or above 10¹⁵.
    init?(bounded number: Double) {
        guard number >= 0, number <= 1e15 else { return nil }
        self = Int(number)
    }
}

extension Duration {
    /// A number of seconds; nil if it is negative or above 10¹⁰.
    init?(bounded seconds: Double) {
        guard seconds >= 0, seconds <= 1e10 else { return nil }
        self = .milliseconds(Int((seconds * 1000).rounded()))
    }
}
