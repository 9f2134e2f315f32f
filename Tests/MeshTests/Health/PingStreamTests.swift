import Mesh
import Testing

/// Counting while `ping -O` prints.
struct PingStreamTests {
    private func outage(_ lines: String..., cutEach size: Int = 1000) -> PingOutage? {
        var stream = PingStream()
        var bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
        while !bytes.isEmpty {
            stream.take(Array(bytes.prefix(size)))
            bytes.removeFirst(min(size, bytes.count))
        }
        return stream.outage(interval: 200)
    }

    private func reply(_ number: Int) -> String {
        "64 bytes from fd62::1: icmp_seq=\(number) ttl=64 time=11.6 ms"
    }

    private func silence(_ number: Int) -> String { "no answer yet for icmp_seq=\(number)" }

    @Test(arguments: [1, 7, 1000]) func `all answered is nothing lost`(size: Int) {
        let title = "PING fd62::1(fd62::1) 56 data bytes"
        #expect(
            outage(title, reply(1), reply(2), reply(3), cutEach: size) == PingOutage(sent: 3, lost: 0, longestGap: 0)
        )
    }

    @Test func `the longest run of silence is the gap`() {
        let lines = outage(reply(1), silence(2), reply(3), silence(4), silence(5), silence(6), reply(7))
        #expect(lines == PingOutage(sent: 7, lost: 4, longestGap: 600))
    }

    @Test func `what comes late isn't lost`() {
        let lines = outage(reply(1), silence(2), silence(3), reply(2), reply(3), reply(4))
        #expect(lines == PingOutage(sent: 4, lost: 0, longestGap: 0))
    }

    @Test func `errors of others are silence, too, and so is what nobody mentions`() {
        let error = "From fd62::2 icmp_seq=2 Destination unreachable: Address unreachable"
        #expect(outage(reply(1), error, reply(5)) == PingOutage(sent: 5, lost: 3, longestGap: 600))
    }

    @Test func `silence to the end counts`() {
        #expect(outage(reply(1), silence(2), silence(3)) == PingOutage(sent: 3, lost: 2, longestGap: 400))
    }

    @Test func `who prints something else says nothing`() {
        #expect(outage("ping: unknown host", "icmp_seq=", "icmp_seq=0", "icmp_seq=99999999999999999999") == nil)
        #expect(outage(String(repeating: "x", count: 100_000) + " icmp_seq=3") == nil)
        #expect(outage() == nil)
    }
}
