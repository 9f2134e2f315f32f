import Foundation

#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

extension KnownHosts {
    /// Makes these the only keys that the file has for a host; revocations stay.
    ///
    /// The file is replaced by a rename, with mode 0600, and is on the disk afterwards. Lines for several hosts keep the
    /// others; patterns with `*`, `?` or `!` stay as they are.
    ///
    /// - Throws: `CocoaError` or `POSIXError` if the file cannot be read or written.
    package static func pin(_ keys: [HostKey], host: String, port: Int, inFile path: String) throws {
        var text = ""
        if FileManager.default.fileExists(atPath: path) {
            text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        }
        try write(pinning(keys, host: host, port: port, in: text), to: path)
    }

    /// The text of a known_hosts file in which these are the only keys for a host.
    static func pinning(_ keys: [HostKey], host: String, port: Int, in text: String) -> String {
        let name = name(host, port: port)
        var lines = text.split(whereSeparator: \.isNewline).compactMap { without(name, $0) }
        lines += keys.map { line(host: host, port: port, key: $0) }
        return lines.map { $0 + "\n" }.joined()
    }

    /// - Returns: nil if the line was about this host alone.
    private static func without(_ name: String, _ line: Substring) -> String? {
        let text = String(line)
        guard let entry = KnownHostsEntry(line.drop { $0 == " " || $0 == "\t" }, line: 0), entry.marker == nil else {
            return text
        }
        if case .hashed = entry.hosts { return entry.matches(name) ? nil : text }
        let words = line.split(maxSplits: 1, whereSeparator: { $0 == " " || $0 == "\t" })
        let names = words[0].split(separator: ",")
        guard names.contains(where: { $0.lowercased() == name }), !words[0].contains(where: { "*?!".contains($0) })
        else { return text }
        let rest = names.filter { $0.lowercased() != name }
        return rest.isEmpty ? nil : "\(rest.joined(separator: ",")) \(words[1])"
    }

    private static func write(_ text: String, to path: String) throws {
        let staging = "\(path).\(UUID().uuidString)"
        let descriptor = open(staging, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw lastError() }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try file.write(contentsOf: Data(text.utf8))
            try file.synchronize()
            try file.close()
            guard rename(staging, path) == 0 else { throw lastError() }
        } catch {
            unlink(staging)
            throw error
        }
        let parent = (path as NSString).deletingLastPathComponent
        let directory = open(parent.isEmpty ? "." : parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw lastError() }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw lastError() }
    }

    private static func lastError() -> POSIXError {
        POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
}
