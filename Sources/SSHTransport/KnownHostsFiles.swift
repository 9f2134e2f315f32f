import Foundation
import Synchronization
import Transport

/// Reads known_hosts files, each again only when it has changed.
final class KnownHostsFiles: Sendable {
    private struct Stamp: Equatable {
        var modified: Date?
        var size: UInt64?
        var file: UInt64?
    }

    private let paths: [String]
    private let cache = Mutex<[String: (stamp: Stamp, contents: KnownHosts)]>([:])

    init(_ paths: [String]) {
        self.paths = paths
    }

    /// - Throws: `.protocolError` for a file that exists and cannot be read: passing over it could hide a revocation.
    func policy(for hop: Hop) throws(TransportError) -> HostKeyPolicy {
        var files: [KnownHosts] = []
        for path in paths {
            if let file = try load(path, for: hop) { files.append(file) }
        }
        return HostKeyPolicy(host: hop.address, port: hop.port, files: files)
    }

    private func load(_ path: String, for hop: Hop) throws(TransportError) -> KnownHosts? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
        let stamp = Stamp(
            modified: attributes[.modificationDate] as? Date,
            size: (attributes[.size] as? NSNumber)?.uint64Value,
            file: (attributes[.systemFileNumber] as? NSNumber)?.uint64Value
        )
        if let known = cache.withLock({ $0[path] }), known.stamp == stamp { return known.contents }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw TransportError(.protocolError, host: hop.name, message: "\(path) cannot be read")
        }
        let contents = KnownHosts(path: path, text: String(decoding: data, as: UTF8.self))
        cache.withLock { $0[path] = (stamp, contents) }
        return contents
    }
}
