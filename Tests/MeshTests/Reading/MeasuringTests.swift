import Mesh
import Testing

struct MeasuringTests {
    @Test func `a ping counts what came, what was lost and what was unreachable`() throws {
        let ping = try BatmanPing(reading: Fixture.bytes("ping.txt"))
        let roundTrip = BatmanPing.RoundTrip(
            shortest: .microseconds(7476),
            average: .microseconds(8151),
            longest: .microseconds(8743)
        )
        #expect(ping == BatmanPing(sent: 5, received: 3, unreachable: 1, roundTrip: roundTrip))
        #expect(ping.lost == 2)
    }

    @Test func `a ping that nobody answers has no round trip`() throws {
        #expect(try BatmanPing(reading: Fixture.bytes("ping-lost.txt")) == BatmanPing(sent: 2, received: 0))
    }

    @Test func `a throughput test is calculated from bytes and time`() throws {
        let measurement = ThroughputTest.Measurement(
            duration: .milliseconds(10_010),
            sent: 59_390_496,
            throughput: Throughput(kilobitsPerSecond: 47_464)
        )
        #expect(try ThroughputTest(reading: Fixture.bytes("throughput.txt")) == .measured(measurement))
    }

    @Test func `a test that was stopped has a part of a result`() throws {
        let text =
            "CANCEL received: test aborted\nTest duration 500ms.\nSent 1000 Bytes.\nThroughput: 2.0 KB/s (16 Kbps)\n"
        let measurement = ThroughputTest.Measurement(
            duration: .milliseconds(500),
            sent: 1000,
            throughput: Throughput(kilobitsPerSecond: 16),
            isPartial: true
        )
        #expect(try ThroughputTest(reading: text.output) == .measured(measurement))
    }

    @Test(arguments: [
        ("Destination unreachable", ThroughputTest.Refusal.unreachable),
        ("The number of retry for the same window exceeds the limit, test aborted", .tooManyLosses),
        ("Cannot run two test towards the same node", .alreadyRunning),
        ("Kernel cannot allocate memory, aborted", .outOfMemory),
        ("Too many ongoing sessions", .tooManyTests),
    ])
    func `a refused test says why`(text: String, refusal: ThroughputTest.Refusal) throws {
        #expect(try ThroughputTest(reading: (text + "\n").output) == .refused(refusal))
    }

    @Test(arguments: [
        "Failed to send tp_meter request to kernel: Operation not supported\n",
        "Failed to recv tp_meter result from kernel: No buffer space available\n",
        "Unrecognized return value 42\n",
        "Error - the tp meter destination is not a mac address or bat-host name: x\n",
        "Test duration 0ms.\nSent 0 Bytes.\nThroughput: inf\n",
    ])
    func `a test that failed is an error that says so`(text: String) {
        let error = #expect(throws: ReadingError.self) { try ThroughputTest(reading: text.output) }
        #expect(error?.kind == .failed)
    }

    @Test func `iperf3's sums are those of both ends`() throws {
        let result = try Iperf3Result(reading: Fixture.bytes("iperf3.json"))
        #expect(result.sent.bytes == 123_456_789)
        #expect(result.sent.throughput == Throughput(kilobitsPerSecond: 98_761))
        #expect(result.received.throughput == Throughput(kilobitsPerSecond: 95_617))
        #expect(result.received.duration == .milliseconds(10_040))
        #expect(result.retransmissions == 17)
    }

    @Test func `iperf3's error is one`() throws {
        let output = try Fixture.bytes("iperf3-error.json")
        let error = #expect(throws: ReadingError.self) { try Iperf3Result(reading: output) }
        #expect(error?.kind == .failed)
        #expect(error?.message.contains("Connection refused") == true)
    }
}
