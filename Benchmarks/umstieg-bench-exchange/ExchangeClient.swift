import FleetModel
import Glibc

/// Many nodes that register, one request on each connection at a time.
struct ExchangeClient {
    /// A request that isn't answered yet.
    private struct Request {
        var bytes: [UInt8]
        /// Nil if it is nonsense.
        var key: String?
        var sentAt: UInt64
    }

    private struct Connection {
        var descriptor: Int32
        var request: Request
        var received: [UInt8] = []
        /// When to send again what was put off; 0 if it is under way.
        var waitsUntil: UInt64 = 0
    }

    /// Every so many bodies are nonsense; never if 0.
    var nonsenseEvery = 0
    /// Asked for this, nothing is registered.
    var page: String?
    /// Whether what is answered by 503, or not at all, is asked again.
    var repeats = false
    /// Requests at most.
    var limit = Int.max
    private(set) var answered = 0
    /// Answers that neither a good nor a bad request should get.
    private(set) var unexpected = 0
    /// Their statuses.
    private var statuses: [Int: Int] = [:]
    private(set) var repeated = 0
    private(set) var acceptedKeys: [String] = []

    private let port: UInt16
    private let domains: [String]
    private let count: Int
    private var begun = 0
    private var latencies: [UInt32] = []
    private let start = Self.now()
    private var generator = SystemRandomNumberGenerator()

    private static let pause: UInt64 = 100_000_000

    init(port: UInt16, domains: [String], connections: Int) {
        self.port = port
        self.domains = domains
        count = connections
    }

    /// Seconds since the start.
    var elapsed: Double { Double(Self.now() - start) / 1e9 }

    var summary: String {
        let sorted = latencies.sorted()
        let percentile = { (part: Double) in
            sorted.isEmpty ? 0 : Double(sorted[min(Int(Double(sorted.count) * part), sorted.count - 1)]) / 1000
        }
        return
            "answered \(answered) seconds \(elapsed) rate \(Int(Double(answered) / elapsed)) p50_ms \(percentile(0.5)) "
            + "p99_ms \(percentile(0.99)) unexpected \(unexpected) repeated \(repeated)"
            + statuses.sorted { $0.key < $1.key }.map { " status_\($0.key) \($0.value)" }.joined()
    }

    /// Asks until `isDone`, which is called after each round.
    mutating func run(until isDone: (borrowing ExchangeClient) -> Bool) {
        var open = (0..<min(count, limit)).map { _ in connected(nextRequest()) }
        while !isDone(self), !open.isEmpty {
            var polls = open.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
            poll(&polls, nfds_t(polls.count), 20)
            for index in polls.indices where open[index].waitsUntil != 0 {
                if open[index].waitsUntil < Self.now() {
                    open[index] = connected(open[index].request, closing: open[index])
                }
            }
            for index in polls.indices.reversed() where polls[index].revents != 0 && open[index].waitsUntil == 0 {
                if read(&open[index]) == nil { putOff(&open[index]) }
                guard let status = takeAnswer(&open[index]) else { continue }
                if repeats, status == 503 {
                    putOff(&open[index])
                    continue
                }
                note(status, of: open[index].request)
                if begun < limit {
                    open[index].request = nextRequest()
                    if !send(&open[index]) { putOff(&open[index]) }
                } else {
                    close(open[index].descriptor)
                    open.remove(at: index)
                }
            }
        }
        for connection in open { close(connection.descriptor) }
    }

    private mutating func note(_ status: Int, of request: Request) {
        answered += 1
        latencies.append(UInt32(clamping: (Self.now() - request.sentAt) / 1000))
        if status != (request.key == nil ? 400 : 200) {
            unexpected += 1
            statuses[status, default: 0] += 1
        }
        if let key = request.key, status == 200, repeats { acceptedKeys.append(key) }
    }

    private mutating func nextRequest() -> Request {
        begun += 1
        if let page {
            let head = "GET \(page) HTTP/1.1\r\nHost: broker\r\n\r\n"
            return Request(bytes: Array(head.utf8), key: "", sentAt: Self.now())
        }
        let domain = domains[begun % domains.count]
        var key: String?
        var body = #"{"domain": "\#(domain)", "public_key": "not a key \#(begun)"}"#
        if nonsenseEvery == 0 || !begun.isMultiple(of: nonsenseEvery) {
            let text = WireGuardKey(bytes: (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
                .base64
            key = text
            body = #"{"domain": "\#(domain)", "public_key": "\#(text)"}"#
        }
        let head =
            "POST /api/v2/wg/key/exchange HTTP/1.1\r\nHost: broker\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n"
        return Request(bytes: Array((head + body).utf8), key: key, sentAt: Self.now())
    }

    private mutating func putOff(_ connection: inout Connection) {
        guard repeats, connection.waitsUntil == 0 else {
            if !repeats {
                unexpected += 1
                connection = connected(nextRequest(), closing: connection)
            }
            return
        }
        repeated += 1
        connection.waitsUntil = Self.now() + Self.pause
    }

    private func connected(_ request: Request, closing old: Connection? = nil) -> Connection {
        if let old { close(old.descriptor) }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        var connection = Connection(descriptor: descriptor, request: request)
        if !send(&connection) { connection.waitsUntil = Self.now() + Self.pause }
        return connection
    }

    private func send(_ connection: inout Connection) -> Bool {
        connection.request.sentAt = Self.now()
        connection.received.removeAll(keepingCapacity: true)
        // A request fits into any socket's buffer.
        return write(connection.descriptor, connection.request.bytes, connection.request.bytes.count)
            == connection.request.bytes.count
    }

    /// Nil if the other side has closed.
    private func read(_ connection: inout Connection) -> Int? {
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
            let count = recv(connection.descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { return nil }
            connection.received.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            return count
        }
    }

    /// The status, once the whole answer is there.
    private func takeAnswer(_ connection: inout Connection) -> Int? {
        let bytes = connection.received
        guard bytes.count > 12, let end = Self.find(Array("\r\n\r\n".utf8), in: bytes) else { return nil }
        let name = Array("content-length: ".utf8)  // `| 0x20` leaves colon and space as they are
        guard let place = Self.find(name, in: bytes[..<end].map { $0 | 0x20 }) else { return nil }
        let length = bytes[(place + name.count)...].prefix { (0x30...0x39).contains($0) }.reduce(0) {
            $0 * 10 + Int($1 - 0x30)
        }
        guard bytes.count >= end + 4 + length else { return nil }
        return bytes[9..<12].reduce(0) { $0 * 10 + Int($1) - 0x30 }
    }

    private static func find(_ pattern: [UInt8], in bytes: [UInt8]) -> Int? {
        bytes.firstRange(of: pattern)?.lowerBound
    }

    /// Nanoseconds of the monotonic clock.
    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
