import FleetModel
import Mesh
import Planning

/// Looks at the mesh, before the first wave and at each gate.
struct GateKeeper {
    private static let pause = Duration.seconds(5)

    let plan: Plan
    let observer: any MeshObserver
    let clock: any Clock<Duration>

    func baseline() async -> OperationResult {
        let asksExchange = plan.phases.contains { $0.policy.gate?.asksExchange ?? false }
        let snapshot = await observer.observe(nodes: [], isPinged: false, asksExchange: asksExchange)
        let baseline = HealthJudge().baseline(of: snapshot)
        let domains = Set(plan.units.flatMap(plan.domains)).sorted()
        let mute = domains.filter { baseline.nodes[$0] == nil }
        guard mute.isEmpty else {
            return .failed(
                mute.map {
                    "\($0): no gateway tells which nodes it hears, so nothing could be compared; "
                        + "«umstieg health domain:\($0)» says why"
                }
            )
        }
        let comparesNodes = plan.phases.contains { $0.policy.gate?.comparesNodes ?? false }
        if comparesNodes, baseline.allNodes.isEmpty {
            let names = domains.joined(separator: ", ")
            return .failed([
                "\(names): no node of the inventory is heard, so none could be missed; see «umstieg health»"
            ])
        }
        return .measured(baseline)
    }

    /// Looks again and again until all conditions hold at once, or one of them has had its time.
    ///
    /// `tell` is called after each look that settles nothing, with what doesn't hold yet.
    func verdict(
        after phase: Int,
        _ knowledge: Knowledge,
        tell: (String) -> Void = { _ in }
    ) async -> OperationResult {
        guard plan.phases.indices.contains(phase), let gate = plan.phases[phase].policy.gate else {
            return .failed(["phase \(phase + 1) has no gate"])
        }
        guard let baseline = knowledge.baseline else { return .failed(["there is no baseline to compare with"]) }
        let judge = GateJudge(gate, plan: plan, switched: knowledge.switched, baseline: baseline)
        let elapsed = clock.measuring()
        var wasFinal = false
        while !Task.isCancelled {
            let snapshot = await observer.observe(
                nodes: judge.witnesses,
                isPinged: gate.pings,
                asksExchange: gate.asksExchange
            )
            let verdict = judge.verdict(on: snapshot).after(elapsed() / .seconds(1))
            // One answer that was lost is no reason to go back: what is wrong is so twice.
            if verdict.isFinal, verdict.outcome == .passed || wasFinal { return .judged(verdict) }
            wasFinal = verdict.isFinal
            tell(verdict.reason)
            try? await clock.sleep(for: Self.pause)
        }
        return .unknown("the controller ended")
    }
}
