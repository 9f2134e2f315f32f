package import FleetModel
package import KeyExchange

/// Something that a broker heard over MQTT, checked.
///
/// Nil stands for an empty payload, with which a retained message is taken away.
package enum BrokerNews: Sendable, Hashable {
    case status(worker: String, isOnline: Bool?)
    case peers(domain: String, worker: String, count: Int?)
    case data(domain: String, worker: String, GatewayData?)
    case known(domain: String, key: WireGuardKey, KnownKey?)
    case living(domain: String, keys: [WireGuardKey])
    case counters(worker: String, WorkerCounters?)

    /// More peers than a gateway can have.
    package static let mostPeers = 1_000_000
    /// Bytes of a worker's name; a host's name has 64 at most.
    static let longestWorker = 255

    /// Reads a message that came from outside.
    ///
    /// - Parameters:
    ///   - name: of the topic.
    ///   - payload: empty where a retained message was taken away.
    ///   - keyLimit: keys that are read of a worker's list at most.
    /// - Throws: `PayloadError`.
    package init(topic name: String, payload: [UInt8], keyLimit: Int) throws(PayloadError) {
        guard let topic = ExchangeTopic(name) else { throw PayloadError("unknown topic") }
        let isEmpty = payload.isEmpty
        switch topic {
        case .key: throw PayloadError("unknown topic")
        case .status(let worker):
            guard payload.count <= 16 else { throw PayloadError("longer than 16 bytes") }
            self = .status(worker: try Self.checked(worker), isOnline: isEmpty ? nil : payload == [UInt8(ascii: "1")])
        case .connectedPeers(let domain, let worker):
            let count = isEmpty ? nil : try Self.count(payload)
            self = .peers(domain: domain, worker: try Self.checked(worker), count: count)
        case .data(let worker, let domain):
            let data = isEmpty ? nil : try GatewayData(payload: payload)
            self = .data(domain: domain, worker: try Self.checked(worker), data)
        case .knownKey(let domain, let key):
            let known = isEmpty ? nil : try KnownKey(payload: payload)
            if let worker = known?.worker { _ = try Self.checked(worker) }
            self = .known(domain: domain, key: key, known)
        case .living(let domain, _):
            guard payload.count / 46 <= keyLimit else { throw PayloadError("more than \(keyLimit) keys") }
            self = .living(domain: domain, keys: KeyList.read(payload, limit: keyLimit).keys)
        case .counters(let worker):
            self = .counters(worker: try Self.checked(worker), isEmpty ? nil : try WorkerCounters(payload: payload))
        }
    }

    private static func count(_ payload: [UInt8]) throws(PayloadError) -> Int {
        guard payload.count <= 16, let count = Int(String(decoding: payload, as: UTF8.self)), count <= mostPeers else {
            throw PayloadError("no count of peers")
        }
        return max(count, -1)
    }

    private static func checked(_ worker: String) throws(PayloadError) -> String {
        guard (1...longestWorker).contains(worker.utf8.count) else {
            throw PayloadError("the worker's name is longer than \(longestWorker) bytes")
        }
        return worker
    }
}
