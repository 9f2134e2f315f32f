import Foundation

/// What `mosquitto_sub` hears from a server, until the value goes.
package final class MosquittoListener: Sendable {
    package struct Row: Sendable, Hashable {
        package var topic: String
        package var quality: Int
        package var isRetained: Bool
        package var payload: [UInt8]

        package init(topic: String, quality: Int, isRetained: Bool, payload: [UInt8]) {
            self.topic = topic
            self.quality = quality
            self.isRetained = isRetained
            self.payload = payload
        }
    }

    private let directory: TestDirectory
    private let process: TestProcess

    /// Returns when the server has granted the subscription.
    package init(_ server: MosquittoServer, to filter: String = "#") async throws {
        directory = try TestDirectory()
        let id = "listener-" + UUID().uuidString
        process = try TestProcess(
            "/usr/bin/mosquitto_sub",
            [
                "-h", "127.0.0.1", "-p", "\(server.port)", "-V", "mqttv311", "-i", id, "-q", "1", "-t", filter,
                "-F", "row %t %q %r %x",
            ],
            log: directory.file("log")
        )
        // What it says itself about that stays in its buffer.
        try await Patience.wait(for: "a subscription of mosquitto_sub") {
            server.log.contains("Sending SUBACK to \(id)")
        }
    }

    /// All it heard, in order.
    package var rows: [Row] { text.split(separator: "\n").compactMap { Row(line: $0) } }

    /// All it heard, when it has heard so many.
    package func rows(atLeast count: Int) async throws -> [Row] {
        try await Patience.wait(for: "\(count) messages, heard \(rows.count)") { rows.count >= count }
        return rows
    }

    private var text: String { (try? directory.read("log")) ?? "" }
}

extension MosquittoListener.Row {
    /// A line as `-F` above makes it; nil for others.
    fileprivate init?(line: Substring) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count >= 5, words[0] == "row", let quality = Int(words[words.count - 3]) else { return nil }
        let digits = Array(words[words.count - 1].utf8)
        let payload = stride(from: 0, to: digits.count, by: 2).compactMap { index in
            UInt8(String(decoding: digits[index..<min(index + 2, digits.count)], as: UTF8.self), radix: 16)
        }
        self.init(
            topic: words[1..<(words.count - 3)].joined(separator: " "),
            quality: quality,
            isRetained: words[words.count - 2] == "1",
            payload: payload
        )
    }
}
