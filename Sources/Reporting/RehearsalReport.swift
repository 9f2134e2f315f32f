import FleetModel
package import Planning
import Rollouts
package import Simulation

/// What a rehearsal found, for people and for programs.
package struct RehearsalReport: Sendable {
    private let plan: Plan
    private let rehearsal: Rehearsal
    private let worstWave: WorstWave?

    package init(_ rehearsal: Rehearsal, of plan: Plan) {
        self.rehearsal = rehearsal
        self.plan = plan
        worstWave = WorstWave(plan)
    }

    /// One object.
    ///
    /// Its keys: `plan`, `name`, `runs`, `failure_rate`, `waves`, `hosts`, `hosts_switched`, `duration_seconds` and
    /// `seconds_until_stop` (null, or `median`, `p90`, `worst`), `worst_clients_in_between`, `worst_wave` (null, or
    /// `phase`, `wave`, `size`, `clients`, `dependents`), `outcomes` (`state`, `runs`, `percent`), `stops` (`phase`,
    /// `wave`, `runs`, `percent`), `broken_seeds` and `guesses`. What has decimals is text.
    package var json: String {
        ReportValue.fields([
            "plan": .text(plan.id),
            "name": .text(plan.name),
            "runs": .number(rehearsal.runs),
            "failure_rate": .text(rate),
            "waves": .number(waveCount),
            "hosts": .number(rehearsal.hostCount),
            "hosts_switched": .text(hostsSwitched),
            "duration_seconds": value(of: rehearsal.duration),
            "seconds_until_stop": value(of: rehearsal.durationToStop),
            "worst_clients_in_between": .number(rehearsal.worstBlast),
            "worst_wave": worstWave?.value ?? .unknown,
            "outcomes": .list(
                outcomes.map { outcome, runs in
                    .fields([
                        "state": .text(outcome.rawValue), "runs": .number(runs), "percent": .text(percent(runs)),
                    ])
                }
            ),
            "stops": .list(
                rehearsal.stops.map { stop in
                    .fields([
                        "phase": .text(plan.phases[stop.place.phase].name),
                        "wave": .number(stop.place.wave + 1),
                        "runs": .number(stop.runs),
                        "percent": .text(percent(stop.runs)),
                    ])
                }
            ),
            "broken_seeds": .list(rehearsal.brokenSeeds.map { .number(Int($0)) }),
            "guesses": ReportValue(plan.guesses),
        ]).json
    }

    package func text(style: TextStyle) -> String {
        let runs = "\(rehearsal.runs) \(rehearsal.runs == 1 ? "run" : "runs")"
        var text = style.heading("rehearsal of \(plan.id): \(plan.name)".escapingControls) + "\n"
        text += "\(runs), failure rate \(rate) of the devices\n\n"
        text += Details(facts).table(style: style)
        text += "\n" + ends.text(as: .table, style: style)
        if !rehearsal.stops.isEmpty { text += "\n" + stops.text(as: .table, style: style) }
        if !plan.guesses.isEmpty {
            text += "\n" + style.heading("guessed") + "\n"
            text += plan.guesses.map { "  \($0.escapingControls)\n" }.joined()
        }
        return text
    }

    private var facts: [(key: String, value: ReportValue)] {
        [
            ("waves", .text("\(waveCount) in \(plan.phases.count) \(plan.phases.count == 1 ? "phase" : "phases")")),
            ("to the end", words(of: rehearsal.duration)),
            ("until a stop", words(of: rehearsal.durationToStop)),
            ("devices switched", .text("\(hostsSwitched) of \(rehearsal.hostCount) on average")),
            ("most in between", .text("clients at the same time: \(rehearsal.worstBlast)")),
            ("most at stake", ReportValue(worstWave?.words)),
        ]
    }

    private var ends: Listing {
        Listing(
            columns: ["end", "means", "runs", "percent"].map { Listing.Column($0) },
            rows: outcomes.map { outcome, runs in
                [.text(outcome.rawValue), .text(outcome.meaning), .number(runs), .text(percent(runs))]
            }
        )
    }

    private var stops: Listing {
        Listing(
            columns: ["stopped_in_phase", "wave", "runs", "percent"].map { Listing.Column($0) },
            rows: rehearsal.stops.map { stop in
                [
                    .text(plan.phases[stop.place.phase].name), .number(stop.place.wave + 1), .number(stop.runs),
                    .text(percent(stop.runs)),
                ]
            }
        )
    }

    /// What people have to do with stands last.
    private var outcomes: [(RolloutOutcome, Int)] {
        RolloutOutcome.allCases.compactMap { outcome in rehearsal.outcomes[outcome].map { (outcome, $0) } }
    }

    private var waveCount: Int { plan.phases.reduce(0) { $0 + $1.waves.count } }

    private var rate: String { Self.decimal(rehearsal.rate.ofSwitch * 100) + "%" }

    private var hostsSwitched: String { Self.decimal(rehearsal.meanHostsSwitched) }

    private func percent(_ runs: Int) -> String { Self.decimal(Double(runs) * 100 / Double(max(rehearsal.runs, 1))) }

    /// With one decimal, unless that is 0.
    private static func decimal(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    private func value(of spread: Spread?) -> ReportValue {
        guard let spread else { return .unknown }
        return .fields([
            "median": .number(Int(spread.median.rounded())),
            "p90": .number(Int(spread.ninetieth.rounded())),
            "worst": .number(Int(spread.worst.rounded())),
        ])
    }

    private func words(of spread: Spread?) -> ReportValue {
        guard let spread else { return .unknown }
        return .text(
            "median \(DurationWords.text(spread.median)), 90 % within \(DurationWords.text(spread.ninetieth)), "
                + "worst \(DurationWords.text(spread.worst))"
        )
    }
}
