import FleetModel
import KeyExchange
package import MQTTClient
import Synchronization

extension Broker {
    /// Takes an event of the connection to the MQTT server.
    package func receive(_ event: MQTTEvent) {
        switch event {
        case .ready:
            counters.withLock { $0.connects += 1 }
            log.notice("ready", "connected to the MQTT server")
            let now = time.elapsed()
            link.withLock { link in
                link.readyAt = now
                link.shared = []
            }
        case .lost(let reason):
            log.notice("lost", "no connection to the MQTT server: \(reason)")
            perform(state.withLock { $0.loseSight() })
            link.withLock { link in
                link.readyAt = nil
                link.shared = nil
                link.echoes = [:]
            }
        case .message(let message): take(message)
        }
    }

    private func take(_ message: MQTTMessage) {
        // What this broker said itself it knows already; under load that is every second message.
        guard message.isRetained || !link.withLock({ $0.isEcho(message) }) else { return }
        do throws(PayloadError) {
            let news = try BrokerNews(
                topic: message.topic,
                payload: message.payload,
                keyLimit: settings.broker.keysPerDomain
            )
            let now = time.now()
            let result = state.withLock { state in
                Result { () throws(PayloadError) in
                    try state.take(news, isRetained: message.isRetained, now: now)
                }
            }
            perform(try result.get())
            if message.isRetained { noteShared(news) }
        } catch {
            counters.withLock { $0.ignoredMessages += 1 }
            log.notice("ignored", "ignored a message on \(message.topic.prefix(200)): \(error)")
        }
    }

    /// Remembers that the MQTT server holds what is known of a key.
    private func noteShared(_ news: BrokerNews) {
        guard case .known(let domain, let key, let known?) = news,
            state.withLock({ $0.known(in: domain)[key]?.known }) == known
        else { return }
        link.withLock { _ = $0.shared?.insert(KeyDatabase.Name(domain: domain, key: key)) }
    }
}

extension Broker.Link {
    /// Whether a message is what was shared last on its topic, which comes back once.
    fileprivate mutating func isEcho(_ message: MQTTMessage) -> Bool {
        guard !echoes.isEmpty, echoes[message.topic] == message.payload else { return false }
        echoes[message.topic] = nil
        return true
    }
}
