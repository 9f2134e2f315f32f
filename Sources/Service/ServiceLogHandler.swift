import FleetModel
package import Logging

/// Writes a line an event: `<4>` as sd-daemon(3) has it, or the level's name, then message and metadata.
package struct ServiceLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    package var logLevel = Logger.Level.info
    private let hasPriorities: Bool
    private let write: @Sendable (String) -> Void

    /// - Parameters:
    ///   - hasPriorities: whether the journal reads the lines.
    ///   - write: takes a line with its end.
    package init(hasPriorities: Bool, write: @escaping @Sendable (String) -> Void) {
        self.hasPriorities = hasPriorities
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let values = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }.merging(event.metadata ?? [:]) { $1 }
        let start = hasPriorities ? "<\(event.level.priority)>" : "\(event.level.rawValue): "
        let words = ["\(event.message)"] + values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        // What comes from outside must not begin a line of its own.
        write(start + words.joined(separator: " ").escapingControls + "\n")
    }
}

extension Logger.Level {
    /// Of syslog(3).
    fileprivate var priority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
