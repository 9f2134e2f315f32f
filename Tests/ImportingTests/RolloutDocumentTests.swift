import Foundation
import Importing
import Planning
import Testing

struct RolloutDocumentTests {
    private static let playbook = """
        umstieg: 1
        playbook: book
        on: node
        scope: domain
        role: switches-node
        deadline: 60s
        revert_bound: 60s
        steps: []
        """

    private func read(_ fields: String = "", phase: String = "") throws(ConfigErrors) -> RolloutFile {
        let text = "umstieg: 1\nrollout: x\n\(fields)\nphases: [{name: a, playbook: b.yaml, on: all\(phase)}]\n"
        return try RolloutDocument.read(text.utf8, file: "r.yaml") { name throws(ConfigErrors) in
            try PlaybookFile.read(Self.playbook.utf8, file: name)
        }
    }

    @Test func `what a file leaves out has the defaults of its types`() throws {
        let rollout = try read()
        let phase = try #require(rollout.phases.first)
        #expect(phase == RolloutFile.Phase(name: "a", playbook: phase.playbook, on: "all", confirm: .each))
        #expect(rollout == RolloutFile(name: "x", description: "", phases: [phase]))
    }

    @Test func `a file says all that a rollout can be told`() throws {
        let fields = """
            max_failed: {hosts: 2, clients: 50, islands: 0}
            window: "Sa 01:00-05:00 Europe/Berlin"
            approve: before-each-wave
            late_joiners: {for: 7d, backoff: 5m..6h}
            rehearse_rollback: true
            """
        let phase = """
            , waves: [1, 5%, 2.5%, 100%], concurrency: 20, soak: 10m, order: as-listed, on_failure: pause, \
            deadline: {min: 60s, max: 15m, factor: 2.5}, last_gateway: yes, confirm: together
            """
        let rollout = try read(fields, phase: phase)
        #expect(rollout.budget == FailureBudget(hosts: 2, clients: 50, islands: 0))
        #expect(rollout.window == (try MaintenanceWindow("Sa 01:00-05:00 Europe/Berlin")))
        #expect(rollout.approval == .beforeEachWave)
        #expect(rollout.lateJoining == LateJoining(period: 604_800, shortestPause: 300, longestPause: 21_600))
        #expect(rollout.rehearsesRollback)
        let read = try #require(rollout.phases.first)
        #expect(read.waves == [.count(1), .percent(5), .percent(2.5), .percent(100)])
        #expect(read.concurrency == 20)
        #expect(read.soak == 600)
        #expect(read.order == .asListed)
        #expect(read.onFailure == .pause)
        #expect(read.deadline == DeadlinePolicy(minimum: 60, maximum: 900, factor: 2.5))
        #expect(read.lastGateway)
        #expect(read.confirm == .together)
    }

    @Test(arguments: [("1", WaveSize.count(1)), ("5%", .percent(5)), ("\"5%\"", .percent(5))])
    func `one size stands for all waves`(text: String, size: WaveSize) throws {
        #expect(try read(phase: ", waves: \(text)").phases[0].waves == [size])
    }

    @Test(arguments: [
        "0", "-1", "0%", "101%", "nan%", "inf%", "-5%", "+5%", "1e1%", "0x5%", "\"%\"", "5 %", "5.%", ".5%", "1.2.3%",
        "five",
        "1.5", "99999999999999999999", "99999999999999999999%", "[]", "[1, [2]]", "{a: 1}", "~x",
    ])
    func `a size that is no number of devices and no share is refused`(text: String) {
        let error = #expect(throws: ConfigErrors.self) { try read(phase: ", waves: \(text)") }
        #expect(error?.description.hasPrefix("r.yaml: phases/0/waves") == true, "\(String(describing: error))")
    }

    @Test(arguments: [
        ("max_failed: 2", "max_failed: expected a mapping of fields, found «2»"),
        ("max_failed: {nodes: 2}", "max_failed/nodes: unknown field, expected one of hosts, clients, islands"),
        ("max_failed: {hosts: -1}", "max_failed/hosts: expected a whole number from 0"),
        ("max_failed: {clients: 5%}", "max_failed/clients: expected a whole number"),
        ("window: Sa 01:00-05:00", "window: expected days, times and a time zone"),
        ("window: Sa 01:00-05:00 Europe/Nowhere", "window: expected a time zone"),
        ("window: [Sa]", "window: expected text, found a list"),
        ("approve: always", "approve: expected one of before-each-wave, after-canary, never, found «always»"),
        ("late_joiners: {for: 7d}", "late_joiners: «backoff» is missing"),
        ("late_joiners: {for: 7, backoff: 5m..6h}", "late_joiners/for: expected a duration such as"),
        ("late_joiners: {for: 7d, backoff: 6h..5m}", "late_joiners/backoff: expected two durations such as"),
        ("late_joiners: {for: 7d, backoff: 5m}", "late_joiners/backoff: expected two durations"),
        ("late_joiners: {for: 7d, backoff: 5m....6h}", "late_joiners/backoff: expected two durations"),
        ("late_joiners: {for: 7d, backoff: 5..6h}", "late_joiners/backoff: expected two durations"),
        ("late_joiners: {for: 7d, backoff: 1s..6h}", "late_joiners/backoff: expected a duration from 10s to 7d"),
        ("late_joiners: {for: 9999d, backoff: 1m..6h}", "late_joiners/for: expected a duration from 1m to 365d"),
        ("measure: 3", "measure: expected a mapping of fields"),
        ("measure: {runs: 3}", "measure: «nodes» is missing"),
        ("measure: {nodes: 0}", "measure/nodes: expected a whole number from 1 to 100"),
        ("measure: {nodes: []}", "measure/nodes: expected 1 to 100 nodes, found 0"),
        ("measure: {nodes: 1, seconds: 90}", "measure/seconds: expected a whole number from 1 to 60"),
        ("rehearse_rollback: yes", "rehearse_rollback: expected true or false, found «yes»"),
    ])
    func `an error in a rollout has its place`(fields: String, message: String) {
        let error = #expect(throws: ConfigErrors.self) { try read(fields) }
        #expect(error?.description.hasPrefix("r.yaml: " + message) == true, "\(String(describing: error))")
    }

    @Test(arguments: [
        ("concurrency: 0", "concurrency: expected a whole number from 1 to 1000"),
        ("soak: 600", "soak: expected a duration such as 90s, 5m, 2h or 7d, found «600»"),
        ("soak: 8d", "soak: expected a duration from 0s to 7d"),
        ("order: random", "order: expected one of leaves-first, uplinks-first, as-listed"),
        ("on_failure: panic", "on_failure: expected one of revert-host, revert-wave"),
        ("gate: everything", "gate: expected one of broker, mqtt, worker"),
        ("gate: {}", "gate: expected at least one condition"),
        ("gate: {luck: yes}", "gate/luck: unknown condition, expected one of nodes_lost, clients"),
        ("gate: {nodes_lost: 2%}", "gate/nodes_lost: expected a mapping of fields, found «2%»"),
        ("gate: {nodes_lost: {within: 5m}}", "gate/nodes_lost: «max» is missing"),
        ("gate: {nodes_lost: {max: 2}}", "gate/nodes_lost/max: expected a percentage from 0% to 100%"),
        ("gate: {clients: {min: 101%}}", "gate/clients/min: expected a percentage from 0% to 100%"),
        ("gate: {ping: {loss: -1%}}", "gate/ping/loss: expected a percentage from 0% to 100%"),
        ("gate: {handshake: {max_age: 3}}", "gate/handshake/max_age: expected a duration such as"),
        ("gate: {nodes_lost: {max: 2%, within: 2h}}", "gate/nodes_lost/within: expected a duration from 1s to 1h"),
        ("gate: {fdb: online}", "gate/fdb: expected yes, or {within: 2m}, found «online»"),
        ("gate: {broker: offline}", "gate/broker: expected online, or a time such as {within: 2m}"),
        ("last_gateway: true", "last_gateway: expected yes or no, found «true»"),
        ("deadline: 5m", "deadline: expected a mapping of fields"),
        ("deadline: {min: 60s, max: 15m}", "deadline: «factor» is missing"),
        ("deadline: {min: 60, max: 15m, factor: 3}", "deadline/min: expected a duration such as"),
        ("deadline: {min: 5m, max: 60s, factor: 3}", "deadline: «min» is longer than «max»"),
        ("deadline: {min: 60s, max: 2h, factor: 3}", "deadline/max: expected a duration from 30s to 1h"),
        ("deadline: {min: 60s, max: 15m, factor: .nan}", "deadline/factor: expected a number from 1.0 to 100.0"),
        ("deadline: {min: 60s, max: 15m, factor: 0.5}", "deadline/factor: expected a number from 1.0 to 100.0"),
        ("deadline: {min: 60s, max: 15m, factor: 1e2}", "deadline/factor: expected a number from 1.0 to 100.0"),
    ])
    func `an error in a phase has its place`(field: String, message: String) {
        let error = #expect(throws: ConfigErrors.self) { try read(phase: ", \(field)") }
        #expect(error?.description.hasPrefix("r.yaml: phases/0/" + message) == true, "\(String(describing: error))")
    }

    @Test func `what is measured is named or counted`() throws {
        let named = try read("measure: {nodes: [n1, 02caffee0002], runs: 3, seconds: 10}")
        #expect(named.measuring == MeasuringPolicy(sample: .named(["n1", "02caffee0002"]), runs: 3, seconds: 10))
        let counted = try read("measure: {nodes: 4}")
        #expect(counted.measuring == MeasuringPolicy(sample: .count(4), runs: 5, seconds: 5))
    }

    @Test func `a gate is one word, or conditions with their limits and times`() throws {
        let word = try read(phase: ", gate: end_to_end")
        #expect(word.phases[0].gate == Gate([GateCondition(.word(.endToEnd))]))
        let fields = """
            nodes_lost: {max: 2%, within: 10m}, clients: {min: 90%}, handshake: {max_age: 180s}, ping: {loss: 1.5%}, \
            broker: online, fdb: yes, load: {within: 2m}
            """
        let gate = try read(phase: ", gate: {\(fields)}").phases[0].gate
        #expect(
            gate
                == Gate([
                    GateCondition(.nodesLost(most: 0.02), within: 600), GateCondition(.clients(least: 0.9)),
                    GateCondition(.handshake(mostAge: 180)), GateCondition(.ping(mostLoss: 0.015)),
                    GateCondition(.word(.broker)), GateCondition(.word(.fdb)),
                    GateCondition(.word(.load), within: 120),
                ])
        )
    }

    @Test func `a node's playbook belongs to its domain`() throws {
        #expect(try PlaybookFile.read(Self.playbook.utf8, file: "b.yaml").target == .node)
        let text = Self.playbook.replacingOccurrences(of: "scope: domain", with: "scope: host")
        let error = #expect(throws: ConfigErrors.self) { try PlaybookFile.read(text.utf8, file: "b.yaml") }
        #expect(error?.description == "b.yaml: scope: a node has one domain, so its scope is «domain»")
    }
}
