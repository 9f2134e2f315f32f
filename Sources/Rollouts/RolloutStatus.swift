import FleetModel
package import Mesh
package import Planning
import Transactions

/// Where a rollout, or a rollback, stands: a pure function of its plan and its journal.
package struct RolloutStatus: Sendable, Hashable {
    package struct Unit: Sendable, Hashable {
        package var id: UnitID
        package var state: UnitState
        /// From the start of its transaction to its confirmation or return; nil while it lasts.
        package var seconds: Double?
        /// Seconds that its playbook gives it until it goes back by itself; nil in a rollback.
        package var deadline: Int?
        /// What pings lost while it was switched, or went back; nil where nobody pinged.
        package var outage: PingOutage?
        /// What the device told last of all that the transaction touches.
        package var digest: String?
    }

    package var id: String
    package var outcome: RolloutOutcome?
    /// Why it turned back, if it did.
    package var reason: String?
    package var units: [Unit]
    /// What a running rollout waits for.
    package var pause: Pause?
    /// What was measured before and after, and what nodes are called, by id.
    package var gains: [ThroughputGain]
    package var nodeNames: [String: String]

    package init(
        id: String,
        outcome: RolloutOutcome?,
        units: [Unit],
        gains: [ThroughputGain],
        nodeNames: [String: String]
    ) {
        self.id = id
        self.outcome = outcome
        self.units = units
        self.gains = gains
        self.nodeNames = nodeNames
    }

    package var word: String { outcome?.rawValue ?? "running" }

    /// - Parameters:
    ///   - id: in the journal.
    ///   - plan: nil for a rollback, whose units are those of its journal.
    ///   - journal: all entries so far, in the order of writing.
    /// - Throws: `RolloutMachine.IllegalEvent` for a journal that no rollout of this plan can have written.
    package init(id: String, plan: Plan?, journal: [TimedEntry]) throws {
        self.id = id
        gains = ThroughputGain.all(in: journal)
        nodeNames = Dictionary((plan?.fleet.nodes ?? []).map { ($0.id, $0.hostname) }) { first, _ in first }
        let times = UnitTimes(journal)
        var outages: [UnitID: PingOutage] = [:]
        for timed in journal {
            switch timed.entry {
            case .turnedBack(let why), .halted(let why): reason = reason ?? why
            case .pinged(let unit, let outage): outages[unit] = outage
            case .finished(let how): (outcome, pause) = (how, nil)
            case .resumed: outcome = nil
            case .waiting(let why): pause = why
            case .entered: pause = nil
            case .started, .intended, .observed, .heard, .woke, .progressed: break
            }
        }
        guard let plan else {
            units = Self.retreat(journal).map { unit, state in
                Unit(
                    id: unit,
                    state: state,
                    seconds: times.seconds[unit],
                    deadline: nil,
                    outage: nil,
                    digest: times.digests[unit]
                )
            }
            return
        }
        let machine = try RolloutMachine(plan: plan, journal: journal)
        units = plan.phases.flatMap { phase in
            phase.units.map { unit in
                Unit(
                    id: unit,
                    state: machine.state(of: unit) ?? .pending,
                    seconds: times.seconds[unit],
                    deadline: phase.playbook.deadline,
                    outage: outages[unit],
                    digest: times.digests[unit]
                )
            }
        }
    }

    /// The units of a rollback, sorted, with what was seen of them last.
    private static func retreat(_ journal: [TimedEntry]) -> [(UnitID, UnitState)] {
        var states: [UnitID: UnitState] = [:]
        for timed in journal {
            switch timed.entry {
            case .intended(let operation):
                if let unit = operation.unit, operation.verb == .rollback { states[unit] = .applied }
            case .observed(let operation, let result):
                if let unit = operation.unit, operation.verb == .rollback {
                    states[unit] = UnitState(endOfRollback: result)
                }
            case .started, .resumed, .heard, .woke, .progressed, .entered, .waiting, .turnedBack, .halted, .pinged,
                .finished:
                break
            }
        }
        return states.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
