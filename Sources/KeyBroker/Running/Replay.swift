import FleetModel
import KeyExchange

/// Gives a worker that came back its domains' living keys again, not all at once.
struct Replay: Sendable {
    let worker: String
    let domains: [(code: String, keys: [WireGuardKey])]
    /// Keys a second.
    let rate: Int

    /// How often a batch goes out.
    private static let pace = Duration.milliseconds(100)
    /// For the MQTT server to acknowledge a batch, and all before it.
    private static let patience = Duration.seconds(10)

    /// Says the keys until all are said, the connection is lost or the task is cancelled: who takes the worker away, or
    /// sees it come again, decides what follows.
    ///
    /// - Parameters:
    ///   - messenger: the connection to the MQTT server.
    ///   - time: what the pace is kept by.
    ///   - onBatch: called with the number of keys that were acknowledged.
    func run(over messenger: any Messenger, time: BrokerTime, onBatch: @Sendable (Int) -> Void) async {
        let size = max(rate / 10, 1)
        // Below ten a second a batch is one key, and the pace is what differs.
        let pace = max(Self.pace, .seconds(1) / rate)
        let start = time.elapsed()
        var batches = 0
        for (domain, keys) in domains {
            var rest = keys[...]
            while !rest.isEmpty {
                let due = start + pace * batches
                let now = time.elapsed()
                if now < due { guard (try? await time.sleep(due - now)) != nil else { return } }
                guard !Task.isCancelled else { return }
                let batch = rest.prefix(size)
                guard await say(batch, in: domain, over: messenger) else { return }
                onBatch(batch.count)
                rest = rest.dropFirst(size)
                batches += 1
            }
        }
    }

    /// Waits for the last one only: the server acknowledges in order, so all before it have come, too.
    private func say(
        _ batch: ArraySlice<WireGuardKey>,
        in domain: String,
        over messenger: any Messenger
    ) async -> Bool {
        guard let last = batch.last else { return true }
        do throws(NotDelivered) {
            for key in batch.dropLast() { try messenger.publish(.key(key, domain: domain, target: worker)) }
            try await messenger.deliver(.key(last, domain: domain, target: worker), within: Self.patience)
            return true
        } catch {
            return false
        }
    }
}
