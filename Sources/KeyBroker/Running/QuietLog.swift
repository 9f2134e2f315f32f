import FleetModel
import Logging
import Synchronization

/// A log in which no stranger can write as often as he likes.
struct QuietLog: Sendable {
    /// One line of a kind in so long a time.
    private static let interval = Duration.seconds(10)

    private struct Kind {
        var spokenAt: Duration
        var suppressed = 0
    }

    private let logger: Logger
    private let time: BrokerTime
    private let kinds: Box

    /// `Mutex` can't be copied.
    private final class Box: Sendable {
        let value = Mutex<[String: Kind]>([:])
    }

    init(_ logger: Logger, time: BrokerTime) {
        self.logger = logger
        self.time = time
        kinds = Box()
    }

    /// Writes a line, unless there was one of its kind just now.
    ///
    /// - Parameters:
    ///   - kind: one of a few; the next line says how many of it were left out.
    ///   - message: the line.
    func notice(_ kind: String, _ message: @autoclosure () -> String) {
        let now = time.elapsed()
        let suppressed = kinds.value.withLock { kinds -> Int? in
            if let last = kinds[kind], now - last.spokenAt < Self.interval {
                kinds[kind]?.suppressed += 1
                return nil
            }
            return kinds.updateValue(Kind(spokenAt: now), forKey: kind)?.suppressed ?? 0
        }
        guard let suppressed else { return }
        let text = message().escapingControls
        logger.notice("\(suppressed > 0 ? "\(text) (\(suppressed) more like this before)" : text)")
    }
}
