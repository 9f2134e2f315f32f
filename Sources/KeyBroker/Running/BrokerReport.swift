import KeyExchange

/// What a broker tells of itself, and its text for Prometheus.
struct BrokerReport: Sendable {
    var isReady: Bool
    var counters: BrokerCounters
    /// By domain.
    var keys: [String: Int]
    /// By worker.
    var workersOnline: [String: Bool]
    /// By domain and worker.
    var peers: [String: [String: Int]]
    /// By worker.
    var workerCounters: [String: WorkerCounters]
    var waitingWrites: Int
}

extension BrokerReport {
    /// Prometheus' text format, version 0.0.4.
    var prometheus: String {
        let refused = Refusal.labels.map { ([("result", $0)], counters.refused[$0] ?? 0) }
        let all: [(String, String, String, [([(String, String)], Int)])] = [
            ("ready", "gauge", "Whether the MQTT server is connected.", [([], isReady ? 1 : 0)]),
            (
                "registrations_total", "counter", "Registrations by result.",
                [([("result", "published")], counters.published)] + refused
            ),
            ("keys", "gauge", "Known keys.", keys.sorted { $0.key < $1.key }.map { ([("domain", $0.key)], $0.value) }),
            (
                "worker_online", "gauge", "Whether a worker is online.",
                workersOnline.sorted { $0.key < $1.key }.map { ([("worker", $0.key)], $0.value ? 1 : 0) }
            ),
            (
                "worker_peers", "gauge", "Peers that a worker counts, -1 while its interface is down.",
                peers.sorted { $0.key < $1.key }.flatMap { domain, workers in
                    workers.sorted { $0.key < $1.key }.map { ([("domain", domain), ("worker", $0.key)], $0.value) }
                }
            ),
            (
                "worker_events_total", "counter", "What a worker did and refused.",
                workerCounters.sorted { $0.key < $1.key }.flatMap { worker, counters in
                    counters.all.map { ([("worker", worker), ("event", $0.name)], $0.value) }
                }
            ),
            ("replays_total", "counter", "Times that a worker was given its keys again.", [([], counters.replays)]),
            ("replayed_keys_total", "counter", "Keys given again.", [([], counters.replayedKeys)]),
            (
                "ignored_messages_total", "counter", "MQTT messages that were not taken.",
                [([], counters.ignoredMessages)]
            ),
            ("mqtt_connects_total", "counter", "Connections made to the MQTT server.", [([], counters.connects)]),
            ("store_failures_total", "counter", "Writes that the database refused.", [([], counters.storeFailures)]),
            ("store_waiting", "gauge", "Changes that are not written yet.", [([], waitingWrites)]),
        ]
        return all.map { name, kind, help, samples in
            "# HELP umstieg_broker_\(name) \(help)\n# TYPE umstieg_broker_\(name) \(kind)\n"
                + samples.map { "umstieg_broker_\(name)\(Self.labels($0.0)) \($0.1)\n" }.joined()
        }.joined()
    }

    private static func labels(_ labels: [(String, String)]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0.0)=\"\(escaped($0.1))\"" }.joined(separator: ",") + "}"
    }

    /// Names come from topics, which anyone may choose.
    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { text, character in
            switch character {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case _ where character.isNewline: text += "\\n"
            default: text.append(character)
            }
        }
    }
}
