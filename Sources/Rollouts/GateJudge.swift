package import Mesh
package import Planning

/// Whether a gate opens; pure.
///
/// What was the matter before the rollout doesn't count. What is the matter with something that was switched, or because
/// of it, shuts the gate; if those that weren't switched suffer alike, nobody can tell whose fault it is.
package struct GateJudge: Sendable {
    private let gate: Gate
    private let baseline: HealthBaseline
    private let groups: GateGroups

    /// - Parameters:
    ///   - gate: of the phase.
    ///   - plan: the rollout's.
    ///   - switched: units that are confirmed new.
    ///   - baseline: of the time before the first wave.
    package init(_ gate: Gate, plan: Plan, switched: Set<UnitID>, baseline: HealthBaseline) {
        self.gate = gate
        self.baseline = baseline
        groups = GateGroups(switched, of: plan, baseline: baseline)
    }

    /// Ids of the nodes that have to be asked themselves.
    package var witnesses: Set<String> { groups.switchedNodes }

    package func verdict(on snapshot: MeshSnapshot) -> GateVerdict {
        guard snapshot.gateways.values.contains(where: { $0.observation != nil }) else {
            // Then it may be this machine's own line that is down.
            let answer = GateLook.Answer(outcome: .inconclusive, value: "unknown", message: "no gateway answers")
            return GateVerdict(gate.conditions.map { GateVerdict.Line($0, answer) })
        }
        let look = GateLook(snapshot, limits: gate.limits, groups: groups, baseline: baseline)
        return GateVerdict(gate.conditions.map { GateVerdict.Line($0, answer(to: $0.kind, look)) })
    }

    private func answer(to kind: GateCondition.Kind, _ look: GateLook) -> GateLook.Answer {
        switch kind {
        case .nodesLost(let most): look.nodes(lostAtMost: most)
        case .clients(let least): look.clients(atLeast: least)
        case .handshake: look.findings(of: [.handshake])
        case .ping: look.findings(of: [.ping])
        case .fastdPeers(let most): look.fastdPeers(atMost: most)
        case .word(.endToEnd): look.endToEnd(clients: gate.limits.clients)
        case .word(let word): look.findings(of: Set([Check(rawValue: word.rawValue)].compactMap(\.self)))
        }
    }
}

extension Gate {
    fileprivate var limits: HealthLimits {
        var limits = HealthLimits()
        for condition in conditions {
            switch condition.kind {
            case .handshake(let mostAge): limits.handshake = mostAge
            case .ping(let mostLoss): limits.pingLoss = mostLoss
            case .nodesLost, .clients, .fastdPeers, .word: break
            }
        }
        return limits
    }
}

extension GateVerdict.Line {
    fileprivate init(_ condition: GateCondition, _ answer: GateLook.Answer) {
        self.init(
            name: condition.kind.name,
            outcome: answer.outcome,
            value: answer.value,
            control: answer.control,
            limit: condition.kind.limit,
            within: condition.within,
            message: answer.message
        )
    }
}
