import Planning
import Rollouts
import Transactions

/// Somebody takes a whole domain back while a rollout is under way.
extension Simulation {
    /// What both the drill and the rollout change.
    fileprivate final class Shared {
        var simulation: Simulation
        var count = 0

        init(_ simulation: Simulation) { self.simulation = simulation }
    }

    /// More than any controller of a rollout has.
    fileprivate static var token: Int { 1000 }
    fileprivate static var firstRoll: Int { 1_000_000 }

    /// - Parameters:
    ///   - unit: whose domain goes back; nil: any.
    ///   - knowsJournal: with the rollout's journal, whose controller then writes nothing more; or from another laptop.
    mutating func takeDomainBack(of unit: UnitID?, knowsJournal: Bool) {
        guard emergencyScope == nil, !terrain.scopes.isEmpty else { return }
        let any = Int(dice.bits(Self.firstRoll, 30) % UInt64(terrain.scopes.count))
        let position = unit.flatMap { terrain.numbers[$0] }.map { terrain.places[$0].scope } ?? any
        let scope = terrain.scopes[position]
        guard !scope.gateways.isEmpty, !scope.nodes.isEmpty else { return }
        emergencyScope = position
        var history = SwitchHistory()
        if knowsJournal {
            history = SwitchHistory([(id: SimulatedFleet.rollout, entries: journal)])
            die(resumeAfter: nil)
        }
        let shared = Shared(self)
        let drill = EmergencyDrill(
            answer: { host, command in shared.answer(host, command) },
            reaches: { host in shared.reaches(host) },
            wait: { seconds in shared.simulation.advance(to: shared.simulation.now + seconds) }
        )
        let outcome = drill.run(
            .domain(scope.name),
            of: terrain.fleet(of: scope),
            token: Self.token,
            history: history
        )
        self = shared.simulation
        result.emergency = outcome
        judge(outcome, drill.entries, in: scope)
    }

    /// After it each device is verified old, or listed, and nobody is cut off.
    private mutating func judge(_ outcome: RolloutOutcome?, _ entries: [TimedEntry], in scope: Terrain.Scope) {
        guard let outcome, let status = try? RolloutStatus(id: "back", plan: nil, journal: entries) else {
            return accuse(.journalKnows, nil, "the emergency comes to no end")
        }
        let listed = Set(status.units.filter { !$0.state.isBack }.map(\.id.host))
        for member in scope.gateways + scope.nodes {
            for number in member.units {
                _ = fleet.status(number, now)
                guard !fleet.units[number].isOld else { continue }
                let unit = terrain.places[number].unit
                let state = fleet.units[number].state?.rawValue ?? ""
                if outcome == .done {
                    accuse(.silenceIsNotSuccess, unit, "is \(state) after an emergency that says done")
                } else if !listed.contains(unit.host) {
                    accuse(.noNodeLeftBehind, unit, "is \(state) after an emergency that doesn't list it")
                }
            }
        }
        for node in scope.nodes {
            guard let complaint = fleet.isolation(of: node, in: scope) else { continue }
            accuse(
                .noNodeLeftBehind,
                node.units.first.map { terrain.places[$0].unit },
                "\(complaint) after an emergency"
            )
        }
    }
}

extension Simulation.Shared {
    private func roll(_ kind: UInt64) -> Double {
        count += 1
        return simulation.dice.roll(Simulation.firstRoll + count, kind)
    }

    private func position(of host: String) -> Int? {
        simulation.terrain.hosts.firstIndex(of: host)
    }

    private func isReached(_ host: Int) -> Bool {
        guard let number = simulation.terrain.places.firstIndex(where: { $0.host == host }) else { return false }
        return simulation.fleet.isReached(number, simulation.now)
    }

    func reaches(_ host: String) -> Bool {
        simulation.advance(to: simulation.now + roll(31))
        return roll(32) > 0.02 && position(of: host).map(isReached) ?? false
    }

    func answer(_ host: String, _ command: String) -> String? {
        simulation.advance(to: simulation.now + roll(31))
        guard let host = position(of: host), isReached(host), let verb = SimulatedFleet.Verb(command) else {
            return nil
        }
        if let refusal = simulation.fleet.fence(verb.fence, on: host) { return refusal }
        switch verb.word {
        case "list": return simulation.fleet.list(host, simulation.now)
        case "hold", "release":
            return simulation.fleet.hold(verb.word == "hold", verb.name ?? "", on: host)
        default:
            guard let number = verb.name.flatMap({ simulation.fleet.unit(called: $0, on: host) }) else {
                return SimulatedFleet.refusal(.noSuchTransaction)
            }
            return verb.word == "rollback" ? takeBack(number) : simulation.fleet.status(number, simulation.now)
        }
    }

    private func takeBack(_ number: Int) -> String? {
        let chance = roll(33)
        let fault: Fault? =
            switch chance {
            case ..<0.03: .replyLost
            case ..<0.035: .undoFails
            case ..<0.04: .reboot
            default: nil
            }
        var request = SimulatedFleet.Request(
            operation: Operation(
                .rollback,
                simulation.terrain.places[number].unit,
                attempt: simulation.fleet.units[number].attempt
            ),
            number: number,
            startedAt: simulation.now,
            index: Simulation.firstRoll + count,
            fault: fault,
            controller: 0,
            token: Simulation.token
        )
        while case .later(let time) = simulation.fleet.answer(request, simulation.now) {
            if fault == .replyLost { return nil }
            request.fault = nil
            simulation.advance(to: max(time, simulation.now + 0.1))
        }
        return fault == .replyLost ? nil : simulation.fleet.status(number, simulation.now)
    }
}

extension UnitState {
    fileprivate var isBack: Bool { if case .reverted = self { true } else { false } }
}
