import KeyExchange
import Synchronization

extension Broker {
    private static let sweepInterval = Duration.seconds(3600)
    private static let tick = Duration.milliseconds(100)
    /// For the retained messages to come.
    private static let hearing = Duration.seconds(5)
    private static let mostEchoes = 10_000

    /// Writes what has changed, and tells the other brokers what they couldn't be told at once.
    func keepUp() async {
        while (try? await time.sleep(Self.tick)) != nil {
            await flush()
            shareRest()
        }
    }

    /// Lets keys go whose last sign is too old.
    ///
    /// Not at the start: living workers need some minutes to say which ones they see.
    func keepSweeping() async {
        while (try? await time.sleep(Self.sweepInterval)) != nil { sweep() }
    }

    package func sweep() { perform(state.withLock { $0.sweep(now: time.now()) }) }

    package func flush() async {
        do throws(KeyDatabaseError) {
            try await writes.flush()
        } catch {
            counters.withLock { $0.storeFailures += 1 }
            log.notice("store", "keys can't be written: \(error)")
        }
    }

    /// Tells the other brokers of a key, later if that can't be now.
    func share(_ history: KeyHistory?, _ name: KeyDatabase.Name) {
        let publication =
            history.map { Publication.knownKey($0.known, key: name.key, domain: name.domain) }
            ?? .forgottenKey(name.key, domain: name.domain)
        let topic = publication.topic.name
        link.withLock { link in
            // Some may never come back: a server drops what it can't queue.
            if link.echoes.count >= Self.mostEchoes { link.echoes = [:] }
            link.echoes[topic] = publication.payload
        }
        guard let messenger, (try? messenger.publish(publication)) != nil else {
            link.withLock { link in
                link.echoes[topic] = nil
                link.unshared.insert(name)
            }
            return
        }
    }

    /// Tells what wasn't told yet, as fast as keys are given to workers; after a connection was made, also what the
    /// server then turned out not to hold: it lost it, or this broker's disk knew more.
    private func shareRest() {
        guard isReady else { return }
        let now = time.elapsed()
        let heard = link.withLock { link -> Set<KeyDatabase.Name>? in
            guard let readyAt = link.readyAt, now - readyAt >= Self.hearing else { return nil }
            defer { link.shared = nil }
            return link.shared
        }
        if let heard {
            let known = state.withLock(\.self).names
            link.withLock { $0.unshared.formUnion(known.subtracting(heard)) }
        }
        let batch = link.withLock { link in
            let batch = link.unshared.prefix(max(settings.broker.replayRate / 10, 1))
            link.unshared.subtract(batch)
            return batch
        }
        for name in batch { share(state.withLock { $0.known(in: name.domain)[name.key] }, name) }
    }
}
