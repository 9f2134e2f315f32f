import Planning
import Rollouts

extension RetreatTarget {
    /// Whether a rollout of this plan works on what the rollback takes back.
    func concerns(_ plan: Plan, ofRollout id: String) -> Bool {
        let units = plan.units + plan.phases.flatMap(\.preparations)
        return switch self {
        case .domain(let code): units.contains { $0.scope == code }
        case .host(let host, let scope): units.contains { $0.host == host && (scope == nil || $0.scope == scope) }
        case .rollout(let other, _): other == id
        }
    }
}
