import Foundation
import Glibc
import UmstiegTesting

/// HTTP by hand, as clients do that keep no rules.
enum RawHTTP {
    struct Answer: Sendable, Hashable {
        var status: Int
        /// In lower case, as `name: value`.
        var headers: [String]
        var body: String

        func header(_ name: String) -> String? {
            headers.first { $0.hasPrefix("\(name): ") }.map { String($0.dropFirst(name.count + 2)) }
        }
    }

    /// Asks on a connection of its own, which the server is to close after its answer.
    static func ask(
        _ port: Int,
        _ request: String,
        headers: [String] = [],
        body: [UInt8]? = nil
    ) async throws -> Answer {
        let lines =
            ["\(request) HTTP/1.1", "Host: broker", "Connection: close"]
            + (body.map { ["Content-Length: \($0.count)"] } ?? []) + headers
        let head = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        return try await exchange(port, head + (body ?? []))
    }

    /// Sends bytes, and reads what comes until the server closes.
    static func exchange(_ port: Int, _ bytes: [UInt8]) async throws -> Answer {
        try await offMain {
            let connection = try connect(port)
            defer { close(connection) }
            // A server that has read enough may close before all is sent.
            send(connection, bytes)
            return try answer(in: receive(connection))
        }
    }

    /// Connects to loopback.
    static func connect(_ port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw TestProcess.Failure(description: String(cString: strerror(errno))) }
        var address = FreePort.address(port)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            close(descriptor)
            throw TestProcess.Failure(description: "connect: \(String(cString: strerror(errno)))")
        }
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        return descriptor
    }

    static func send(_ connection: Int32, _ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// All that comes until the other side closes, or a minute long nothing does.
    static func receive(_ connection: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
        }
    }

    static func answer(in bytes: [UInt8]) throws -> Answer {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { throw TestProcess.Failure(description: "no answer: \(text)") }
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count > 1, let status = Int(words[1]) else { throw TestProcess.Failure(description: lines[0]) }
        let headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return parts[0].lowercased() + ":" + (parts.count > 1 ? parts[1] : "")
        }
        return Answer(status: status, headers: Array(headers), body: String(text[end.upperBound...]))
    }

    /// Blocking calls would stop other tests.
    static func offMain<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
        }
    }
}
