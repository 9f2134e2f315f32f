/// What one can say of a gateway, a domain or a node.
package enum Verdict: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    case healthy
    /// Nobody could find out; never taken for healthy.
    case unknown
    case unhealthy

    private var rank: Int {
        switch self {
        case .healthy: 0
        case .unknown: 1
        case .unhealthy: 2
        }
    }

    /// The worse one is the greater one.
    package static func < (one: Verdict, other: Verdict) -> Bool { one.rank < other.rank }
}
