/// What a gate said, condition by condition.
package struct GateVerdict: Sendable, Hashable, Codable {
    package enum Outcome: String, Sendable, Hashable, Codable, CaseIterable {
        case passed
        /// What was switched suffers, and nothing else does.
        case failed
        /// Something is the matter that can't be told to come from the rollout: what isn't switched suffers alike, or the
        /// key exchange does.
        case inconclusive

        /// The worst one counts: whatever else is the matter, what fails because of the rollout goes back.
        fileprivate var rank: Int {
            switch self {
            case .passed: 0
            case .inconclusive: 1
            case .failed: 2
            }
        }
    }

    /// One condition.
    package struct Line: Sendable, Hashable, Codable {
        /// As in the rollout file.
        package var name: String
        package var outcome: Outcome
        /// What was measured of what is switched, with its unit.
        package var value: String
        /// The same of what isn't; nil where there is nothing to compare with.
        package var control: String?
        package var limit: String
        /// Seconds within which it had to hold.
        package var within: Int
        /// Whether that time was over; before, it may hold yet.
        package var isDue: Bool
        /// Why it doesn't hold, for people; empty where it does.
        package var message: String

        package init(
            name: String,
            outcome: Outcome,
            value: String,
            control: String? = nil,
            limit: String,
            within: Int,
            isDue: Bool = true,
            message: String = ""
        ) {
            self.name = name
            self.outcome = outcome
            self.value = value
            self.control = control
            self.limit = limit
            self.within = within
            self.isDue = isDue
            self.message = message
        }
    }

    package var lines: [Line]

    package init(_ lines: [Line]) {
        self.lines = lines
    }

    /// The worst of the conditions whose time was over, if one of them doesn't hold.
    package var outcome: Outcome {
        guard !lines.isEmpty else { return .inconclusive }
        let due = broken.filter(\.isDue)
        return (due.isEmpty ? broken : due).map(\.outcome).max { $0.rank < $1.rank } ?? .passed
    }

    private var broken: [Line] { lines.filter { $0.outcome != .passed } }

    /// For people: what doesn't hold, and why.
    package var reason: String {
        broken.map { line in
            let control = line.control.map { ", elsewhere \($0)" } ?? ""
            return "\(line.name) is \(line.value)\(control), wanted \(line.limit): \(line.message)"
        }
        .joined(separator: "; ")
    }

    /// The same, with the conditions marked whose time is over after so many seconds.
    package func after(_ seconds: Double) -> GateVerdict {
        GateVerdict(
            lines.map { line in
                var line = line
                line.isDue = seconds >= Double(line.within)
                return line
            }
        )
    }

    /// Whether waiting is of no more use.
    package var isFinal: Bool { outcome == .passed || broken.contains(where: \.isDue) }
}
