import FleetModel
package import Planning
package import Rollouts

/// What a person sees of a running rollout: a line for each unit, and a bar.
package struct RolloutBoard: Sendable {
    private static let barWidth = 30

    private var units: [UnitID]
    private var words: [UnitID: String] = [:]
    private var ended: Set<UnitID> = []
    /// What a gate waits for.
    private var gate: String?

    /// - Parameter units: in the order of their lines; others that turn up are added.
    package init(units: [UnitID]) {
        self.units = units
    }

    package mutating func update(_ progress: RolloutProgress) {
        switch progress {
        case .step(let unit, let number, let count, let name):
            note(unit, "\(number)/\(count) \(name)")
        case .look(let reason):
            gate = reason
        case .entry(.intended(let operation)):
            if let unit = operation.unit { note(unit, operation.verb.word) }
        case .entry(.observed(let operation, let result)):
            guard let unit = operation.unit else {
                gate = nil
                return
            }
            note(unit, result.words)
            if result.isAtRest { ended.insert(unit) } else { ended.remove(unit) }
        case .entry(.started), .entry(.resumed), .entry(.heard), .entry(.woke), .entry(.progressed), .entry(.entered),
            .entry(.waiting), .entry(.turnedBack), .entry(.halted), .entry(.pinged), .entry(.finished):
            break
        }
    }

    private mutating func note(_ unit: UnitID, _ text: String) {
        if !units.contains(unit) { units.append(unit) }
        words[unit] = text
    }

    /// One line each, not wider than `width` columns, safe for a terminal.
    package func lines(width: Int) -> [String] {
        let names = units.map { $0.description.escapingControls }
        let longest = names.map(\.count).max() ?? 0
        let rows = zip(units, names).map { unit, name in
            let padding = String(repeating: " ", count: longest - name.count)
            return String("\(name)\(padding)  \((words[unit] ?? "waiting").escapingControls)".prefix(width))
        }
        let waiting = gate.map { [String("gate: \($0.escapingControls)".prefix(width))] } ?? []
        return rows + waiting + [String(bar.prefix(width))]
    }

    private var bar: String {
        let filled = units.isEmpty ? 0 : Self.barWidth * ended.count / units.count
        let empty = Self.barWidth - filled
        return "[\(String(repeating: "█", count: filled))\(String(repeating: "·", count: empty))]"
            + " \(ended.count) of \(units.count) at rest"
    }
}
