import FleetModel
import KeyExchange
package import MQTTClient
import Synchronization

/// What the MQTT connection's thread puts down and the worker takes up.
///
/// Bounded: each domain holds as many keys as it may have peers, each once.
package final class KeyInbox: Sendable {
    private struct Contents {
        var mail = Mail()
        var seen: [String: Set<WireGuardKey>] = [:]
    }

    /// Domains that aren't served and of which something is to be taken back, at a time.
    private static let mostUnserved = 1000

    private let worker: String
    private let domains: Mutex<Set<String>>
    private let limit: Int
    private let contents = Mutex(Contents())
    private let ring: @Sendable () -> Void

    /// - Parameters:
    ///   - worker: its name in topics.
    ///   - domains: codes of those that it serves, until others are told by `serve`.
    ///   - limit: keys that may wait in each domain.
    ///   - ring: called when there is something to take up.
    package init(worker: String, domains: some Sequence<String>, limit: Int, ring: @escaping @Sendable () -> Void) {
        self.worker = worker
        self.domains = Mutex(Set(domains))
        self.limit = limit
        self.ring = ring
    }

    /// From now on keys of these domains are taken, and no others.
    package func serve(_ codes: [String]) { domains.withLock { $0 = Set(codes) } }

    private func serves(_ code: String) -> Bool { domains.withLock { $0.contains(code) } }

    /// Takes up everything.
    package func take() -> Mail {
        contents.withLock { contents in
            defer { contents = Contents() }
            return contents.mail
        }
    }

    package func noteConnection() { change { $0.mail.hasConnected = true } }

    package func noteInterfaces() { change { $0.mail.haveInterfacesChanged = true } }

    /// Sorts a message in; those that aren't for a worker are passed over.
    package func put(_ message: MQTTMessage) {
        switch ExchangeTopic(message.topic) {
        case .key(let domain, let target)
        where [ExchangeTopic.all, worker].contains(target) && serves(domain):
            put(key: message, domain: domain)
        // Of any domain: a gateway has often one key for all.
        case .data(let teller, let domain): put(data: message, from: teller, domain: domain)
        case .connectedPeers(let domain, worker) where !message.payload.isEmpty && message.payload != Array("-1".utf8):
            if !serves(domain) { put(unserved: domain) }
        case .status(worker) where message.payload == Array("0".utf8): change { $0.mail.isDeclaredOffline = true }
        default: break
        }
    }

    private func put(key message: MQTTMessage, domain: String) {
        guard !message.isRetained else { return change { $0.mail.retained += 1 } }
        // Its length is asked first: a payload may be of any size.
        guard message.payload.count == 44,
            let key = try? WireGuardKey(String(decoding: message.payload, as: UTF8.self))
        else { return change { $0.mail.malformed += 1 } }
        change { contents in
            guard contents.seen[domain, default: []].count < limit else {
                if contents.seen[domain]?.contains(key) != true { contents.mail.overflowing += 1 }
                return
            }
            guard contents.seen[domain, default: []].insert(key).inserted else { return }
            contents.mail.keys[domain, default: []].append(key)
        }
    }

    private func put(unserved domain: String) {
        change { contents in
            guard contents.mail.unserved.count < Self.mostUnserved else { return }
            contents.mail.unserved.insert(domain)
        }
    }

    private func put(data message: MQTTMessage, from teller: String, domain: String) {
        var data: GatewayData?
        // An empty payload takes a retained message back.
        if !message.payload.isEmpty {
            guard let told = try? GatewayData(payload: message.payload) else {
                return change { $0.mail.malformed += 1 }
            }
            data = told
        }
        let place = GatewayPlace(worker: teller, domain: domain)
        change { contents in
            guard contents.mail.gateways[place] != nil || contents.mail.gateways.count < limit else { return }
            contents.mail.gateways.updateValue(data, forKey: place)
        }
    }

    private func change(_ body: (inout Contents) -> Void) {
        contents.withLock { body(&$0) }
        ring()
    }
}
