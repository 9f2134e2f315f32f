import Glibc
package import Logging

/// Where a service's log goes: to standard error.
package enum ServiceLog {
    /// Makes handlers for swift-log's bootstrap.
    package static func handler(label: String) -> any LogHandler {
        ServiceLogHandler(hasPriorities: isJournal) { line in
            // One call a line, so that lines of several threads don't mix.
            _ = Array(line.utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        }
    }

    /// Whether standard error leads to systemd's journal, as systemd.exec(5) says it: device and inode in
    /// `$JOURNAL_STREAM` are its own.
    private static let isJournal: Bool = {
        var status = stat()
        guard let stream = getenv("JOURNAL_STREAM"), fstat(STDERR_FILENO, &status) == 0 else { return false }
        return String(cString: stream) == "\(status.st_dev):\(status.st_ino)"
    }()
}
