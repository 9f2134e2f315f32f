package import FleetModel
import Mesh
import Planning
import Rollouts
import Transactions

/// What all rollouts and rollbacks of a workspace have come to.
package struct MigrationHistory: Sendable {
    private struct Task: Hashable {
        var unit: UnitID
        var effect: ConfirmedChange.Effect
    }

    private struct Ending {
        var end: UnitEnd
        /// Seconds since 1970.
        var time: Double
    }

    /// The first one first.
    let stories: [RolloutStory]
    private var endings: [Task: Ending] = [:]
    /// Ids of nodes that were offline before the rollout that they belong to.
    private(set) var offlineBefore: Set<String> = []

    package init(_ stories: [RolloutStory]) {
        self.stories = stories.sorted { ($0.startedAt, $0.id) < ($1.startedAt, $1.id) }
        for story in self.stories {
            if let plan = story.plan { add(story, plan) } else { takeBack(story) }
        }
    }

    /// What stands confirmed, for domains; what a gateway's domains share is no transport.
    package var changes: [ConfirmedChange] {
        endings.compactMap { task, ending in
            guard ending.end == .done, task.unit.scope != "host" else { return nil }
            return ConfirmedChange(
                device: task.unit.host,
                domain: task.unit.scope,
                effect: task.effect,
                time: ending.time
            )
        }
    }

    /// By device, the worst that its last transactions came to.
    var endsByDevice: [String: UnitEnd] {
        endings.reduce(into: [:]) { ends, ending in
            let (host, end) = (ending.key.unit.host, ending.value.end)
            ends[host] = ends[host].map { $0.rank < end.rank ? $0 : end } ?? end
        }
    }

    private mutating func add(_ story: RolloutStory, _ plan: Plan) {
        let times = Self.times(of: story)
        for unit in story.status.units {
            guard let role = plan.phase(of: unit.id)?.playbook.role else { continue }
            let task = Task(unit: unit.id, effect: role == .closesOld ? .closesOld : .opensNew)
            let end = UnitEnd(unit.state)
            // What a later rollout never came to is as it was.
            if end == .open || end == .late, endings[task] != nil { continue }
            endings[task] = Ending(end: end, time: times[unit.id] ?? story.startedAt)
        }
        noteOffline(story, plan)
    }

    /// A rollback takes back all that its units have.
    private mutating func takeBack(_ story: RolloutStory) {
        let times = Self.times(of: story)
        for unit in story.status.units {
            for effect in [ConfirmedChange.Effect.opensNew, .closesOld] {
                let task = Task(unit: unit.id, effect: effect)
                guard endings[task] != nil else { continue }
                endings[task] = Ending(end: UnitEnd(unit.state), time: times[unit.id] ?? story.startedAt)
            }
        }
    }

    /// By unit, when its device told its end.
    private static func times(of story: RolloutStory) -> [UnitID: Double] {
        var times: [UnitID: Double] = [:]
        for timed in story.journal {
            guard case .observed(let operation, let result) = timed.entry, let unit = operation.unit,
                UnitEnd(result) != nil
            else { continue }
            times[unit] = timed.time
        }
        return times
    }

    private mutating func noteOffline(_ story: RolloutStory, _ plan: Plan) {
        var heard: [String: Set<String>]?
        for timed in story.journal {
            if case .observed(_, .measured(let baseline)) = timed.entry { heard = baseline.nodes }
        }
        for node in plan.fleet.nodes {
            let wasHeard = heard?[node.domain].map { $0.contains(node.id) }
            if node.isKnownOffline || wasHeard == false { offlineBefore.insert(node.id) }
        }
    }
}

extension UnitEnd {
    /// The worst first.
    fileprivate var rank: Int {
        switch self {
        case .failed: 0
        case .returned: 1
        case .late: 2
        case .open: 3
        case .done: 4
        }
    }
}
