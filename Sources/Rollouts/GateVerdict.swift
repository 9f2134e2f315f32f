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
        /// Why it doesn't hold, for people; empty where it does.
        package var message: String

        package init(
            name: String,
            outcome: Outcome,
            value: String,
            control: String? = nil,
            limit: String,
            within: Int,
            message: String = ""
        ) {
            self.name = name
            self.outcome = outcome
            self.value = value
            self.control = control
            self.limit = limit
            self.within = within
            self.message = message
        }
    }

    package var lines: [Line]

    package init(_ lines: [Line]) {
        self.lines = lines
    }

    package var outcome: Outcome { lines.map(\.outcome).max { $0.rank < $1.rank } ?? .inconclusive }

    /// For people: what doesn't hold, and why.
    package var reason: String {
        lines.filter { $0.outcome != .passed }.map { line in
            let control = line.control.map { ", elsewhere \($0)" } ?? ""
            return "\(line.name) is \(line.value)\(control), wanted \(line.limit): \(line.message)"
        }
        .joined(separator: "; ")
    }

    /// Whether waiting is of no more use after so many seconds.
    package func isFinal(after seconds: Double) -> Bool {
        outcome == .passed || lines.contains { $0.outcome != .passed && seconds >= Double($0.within) }
    }
}
