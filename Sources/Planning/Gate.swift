/// What has to hold after a wave, in the eyes of the mesh and of the key exchange, before a rollout goes on.
///
/// A gate opens as soon as all its conditions hold at once. It stays shut when one of them still doesn't hold at the end
/// of its time.
package struct Gate: Sendable, Hashable, Codable {
    /// At least one.
    package var conditions: [GateCondition]

    package init(_ conditions: [GateCondition]) {
        self.conditions = conditions
    }

    /// Whether switched nodes have to be pinged.
    package var pings: Bool {
        conditions.contains { condition in
            switch condition.kind {
            case .ping, .word(.endToEnd): true
            case .nodesLost, .clients, .handshake, .fastdPeers, .word: false
            }
        }
    }

    /// Whether nodes have to be known for it to say anything.
    package var comparesNodes: Bool {
        conditions.contains { condition in
            switch condition.kind {
            case .nodesLost, .clients: true
            case .handshake, .ping, .fastdPeers, .word: false
            }
        }
    }

    /// Whether a condition is about the broker, the MQTT server or the workers.
    package var asksExchange: Bool {
        conditions.contains { condition in
            if case .word(let word) = condition.kind { word == .endToEnd || word.isOfExchange } else { false }
        }
    }
}
