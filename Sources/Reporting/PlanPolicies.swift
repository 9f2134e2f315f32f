import Planning

/// What a plan says about how it is gone through, as a rollout file would say it.
enum PlanPolicies {
    /// `max_failed` (`hosts`, `clients`, `islands`), `window`, `approve`, `late_joiners` (`for_seconds`,
    /// `shortest_pause_seconds`, `longest_pause_seconds`), `rehearse_rollback` and `measure` (`nodes`, `runs`, `seconds`).
    static func value(of plan: Plan) -> ReportValue {
        .fields([
            "max_failed": .fields([
                "hosts": .number(plan.budget.hosts),
                "clients": ReportValue(plan.budget.clients),
                "islands": ReportValue(plan.budget.islands),
            ]),
            "window": ReportValue(plan.window?.description),
            "approve": .text(plan.approval.rawValue),
            "late_joiners": plan.lateJoining.map { joining in
                .fields([
                    "for_seconds": .number(joining.period),
                    "shortest_pause_seconds": .number(joining.shortestPause),
                    "longest_pause_seconds": .number(joining.longestPause),
                ])
            } ?? .unknown,
            "rehearse_rollback": .boolean(plan.rehearsesRollback),
            "measure": plan.measuring.map { measuring in
                .fields([
                    "nodes": ReportValue(measuring.nodes),
                    "runs": .number(measuring.runs),
                    "seconds": .number(measuring.seconds),
                ])
            } ?? .unknown,
        ])
    }

    /// `confirm`, `concurrency`, `soak_seconds`, `deadline` (`min_seconds`, `max_seconds`, `factor`), `on_failure` and
    /// `gate` (a list of `condition`, `limit` and `within_seconds`).
    static func value(of policy: Plan.Policy) -> ReportValue {
        .fields([
            "confirm": .text(policy.confirm.rawValue),
            "concurrency": .number(policy.concurrency),
            "soak_seconds": .number(policy.soak),
            "deadline": policy.deadline.map { deadline in
                .fields([
                    "min_seconds": .number(deadline.minimum),
                    "max_seconds": .number(deadline.maximum),
                    // Reports have whole numbers only.
                    "factor": .text("\(deadline.factor)"),
                ])
            } ?? .unknown,
            "on_failure": .text(policy.onFailure.rawValue),
            "gate": .list(
                (policy.gate?.conditions ?? []).map { condition in
                    .fields([
                        "condition": .text(condition.kind.name),
                        "limit": .text(condition.kind.limit),
                        "within_seconds": .number(condition.within),
                    ])
                }
            ),
        ])
    }

    static func lines(of plan: Plan) -> [String] {
        let limits = [("clients", plan.budget.clients), ("islands", plan.budget.islands)]
            .compactMap { name, limit in limit.map { ", \(name) \($0)" } }.joined()
        let window = plan.window.map { ["window: \($0)"] } ?? []
        let joining = plan.lateJoining.map { joining in
            "late joiners: for \(text(joining.period)), "
                + "every \(text(joining.shortestPause)) to \(text(joining.longestPause))"
        }
        return ["at most failed: hosts \(plan.budget.hosts)\(limits)"] + window
            + ["approval: \(plan.approval.rawValue)"] + [joining].compactMap(\.self)
            + (plan.rehearsesRollback ? ["the first devices go back once, as a rehearsal"] : [])
            + (plan.measuring.map { ["measured before and after: \($0.nodes.count) nodes, \($0.runs) times each"] }
                ?? [])
    }

    static func lines(of policy: Plan.Policy) -> [String] {
        let soak = policy.soak > 0 ? ", soak \(text(policy.soak))" : ""
        let deadline = policy.deadline.map { deadline in
            "deadline: \(deadline.factor) times the canary's time, \(text(deadline.minimum)) to \(text(deadline.maximum))"
        }
        let gate = policy.gate.map { gate in
            "gate: "
                + gate.conditions.map { "\($0.kind.name) (\($0.kind.limit)) within \(text($0.within))" }
                .joined(separator: ", ")
        }
        return [
            "confirm \(policy.confirm.rawValue), \(policy.concurrency) at a time\(soak), on failure "
                + policy.onFailure.rawValue
        ] + [deadline, gate].compactMap(\.self)
    }

    /// In the largest unit that leaves nothing over: `7d`.
    private static func text(_ seconds: Int) -> String {
        [(86_400, "d"), (3600, "h"), (60, "m")].first { seconds > 0 && seconds % $0.0 == 0 }
            .map { "\(seconds / $0.0)\($0.1)" } ?? "\(seconds)s"
    }
}
