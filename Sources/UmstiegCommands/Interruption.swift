import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and SIGTERM during a rollout.
enum Interruption {
    /// Runs `body`; the first signal calls `interrupt`, the second one ends the program: devices then go back by
    /// themselves, and the journal tells how far it had come.
    static func forwarded<Value>(
        to interrupt: @escaping @Sendable () -> Void,
        _ body: () async throws -> Value
    ) async throws -> Value {
        let count = Mutex(0)
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler {
                let isFirst = count.withLock { count in
                    count += 1
                    return count == 1
                }
                if isFirst {
                    interrupt()
                } else {
                    FileHandle.standardError.write(Data("stopped; devices go back by their own timers\n".utf8))
                    ExitStatus.pending.leave()
                }
            }
            source.resume()
            return (number, source)
        }
        defer {
            for (number, source) in sources {
                source.cancel()
                signal(number, SIG_DFL)
            }
        }
        return try await body()
    }
}
