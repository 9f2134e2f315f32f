@preconcurrency import Dispatch
import Glibc

/// SIGTERM and SIGINT, which ask a service to end, or other signals, as something to wait for.
///
/// From its making on they don't kill the process any more.
package final class StopSignals: Sendable {
    private let sources: [any DispatchSourceSignal]
    private let arrivals: AsyncStream<Int32>

    package init(_ numbers: [Int32] = [SIGTERM, SIGINT]) {
        let (arrivals, arrival) = AsyncStream.makeStream(of: Int32.self, bufferingPolicy: .bufferingNewest(8))
        self.arrivals = arrivals
        let queue = DispatchQueue(label: "stop-signals")
        sources = numbers.map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { arrival.yield(number) }
            // Until it is registered, a signal does what it always did.
            let isRegistered = DispatchSemaphore(value: 0)
            source.setRegistrationHandler { isRegistered.signal() }
            source.resume()
            isRegistered.wait()
            return source
        }
    }

    deinit { for source in sources { source.cancel() } }

    /// Waits for the next one and returns its number; nil if the task is cancelled.
    package func next() async -> Int32? {
        for await number in arrivals { return number }
        return nil
    }
}
