import FleetModel
import Mesh
import Planning

/// Who has something to do with what was switched, and who hasn't: the second group tells an outage of the provider from
/// a failure of the rollout.
struct GateGroups: Sendable {
    enum Side: Sendable {
        case switched
        case control
        /// Broker and MQTT server, which all have in common.
        case exchange
    }

    /// Ids of the nodes that are switched themselves.
    private(set) var switchedNodes: Set<String> = []
    /// Ids of nodes that are switched, that depend on such a node, or that a switched gateway serves.
    private(set) var nodes: Set<String> = []
    /// Ids of nodes that were there before, and have nothing to do with what was switched.
    let control: Set<String>
    private var gateways: Set<String> = []
    /// Codes of domains that have a switched unit.
    private(set) var domains: Set<String> = []

    init(_ switched: Set<UnitID>, of plan: Plan, baseline: HealthBaseline) {
        var served: Set<String> = []
        for unit in switched {
            if let gateway = plan.fleet.gateway(unit.host) {
                gateways.insert(gateway.name)
                served.formUnion(plan.domains(of: unit))
            } else {
                switchedNodes.insert(unit.host)
                nodes.formUnion([unit.host] + (plan.stakes[unit]?.dependents ?? []))
                domains.insert(unit.scope)
            }
        }
        nodes.formUnion(plan.fleet.nodes.filter { served.contains($0.domain) }.map(\.id))
        domains.formUnion(served)
        control = baseline.allNodes.subtracting(nodes)
    }

    /// Where the matter began.
    func side(of finding: FindingIdentity) -> Side {
        let isElsewhere = finding.domain.map { !domains.contains($0) } ?? false
        switch finding.subject.kind {
        case .exchange: return .exchange
        case .domain: return domains.contains(finding.subject.name) ? .switched : .control
        case .gateway: return gateways.contains(finding.subject.name) && !isElsewhere ? .switched : .control
        case .island: return .control
        case .node: return nodes.contains(finding.subject.name) ? .switched : .control
        }
    }
}

extension HealthBaseline {
    /// Ids of those that were heard, whatever their domain.
    var allNodes: Set<String> { nodes.values.reduce(into: Set()) { $0.formUnion($1) } }
}
