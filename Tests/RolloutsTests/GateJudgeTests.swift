import FleetModel
import Mesh
import Planning
import Rollouts
import Testing
import UmstiegTesting

/// When a gate opens, and whom it blames when it doesn't.
struct GateJudgeTests {
    private var scene = MeshScene()
    private let before = MeshScene()

    private func plan() -> Plan {
        var plan = Fixtures.plan()
        plan.fleet = scene.fleet
        return plan
    }

    private func nodes(_ numbers: Range<Int>) -> Set<UnitID> {
        Set(numbers.map { UnitID(host: scene.id(ofNode: $0), scope: scene.code) })
    }

    private func gateways(_ names: String...) -> Set<UnitID> {
        Set(names.map { UnitID(host: $0, scope: scene.code) })
    }

    private func verdict(
        _ kinds: GateCondition.Kind...,
        switched: Set<UnitID>,
        baseline: HealthBaseline? = nil
    ) -> GateVerdict {
        let judge = GateJudge(
            Gate(kinds.map { GateCondition($0) }),
            plan: plan(),
            switched: switched,
            baseline: baseline ?? HealthJudge().baseline(of: before.snapshot)
        )
        return judge.verdict(on: scene.snapshot)
    }

    private static let all: [GateCondition.Kind] =
        [
            .nodesLost(most: 0.02), .clients(least: 0.9), .handshake(mostAge: 180), .ping(mostLoss: 0.01),
            .fastdPeers(most: 6),
        ]
        + GateWord.allCases.map { .word($0) }

    @Test(arguments: all) func `where all is well each gate opens`(kind: GateCondition.Kind) {
        #expect(verdict(kind, switched: nodes(0..<6)).outcome == .passed)
        #expect(verdict(kind, switched: gateways("gw1", "gw2")).outcome == .passed)
    }

    @Test func `each word but one is a check of the same name`() {
        let words = GateWord.allCases.filter { $0 != .endToEnd }
        #expect(words.allSatisfy { Check(rawValue: $0.rawValue) != nil })
        #expect(words.count + 1 == GateWord.allCases.count)
    }

    // MARK: Nodes and clients

    @Test mutating func `nodes that only the switch can have taken are its fault`() {
        scene.takeAway(nodes: [0])
        let verdict = verdict(.nodesLost(most: 0.02), switched: nodes(0..<2))
        #expect(verdict.outcome == .failed)
        #expect(verdict.lines[0].value == "1 of 2")
        #expect(verdict.lines[0].control == "4 of 4")
        #expect(verdict.reason.contains("nodes_lost is 1 of 2, elsewhere 4 of 4, wanted at most 2 % gone"))
    }

    @Test mutating func `an outage that hits all alike is nobody's fault`() {
        scene.takeAway(nodes: [0, 1, 4, 5])
        #expect(verdict(.nodesLost(most: 0.02), switched: nodes(0..<2)).outcome == .inconclusive)
        #expect(verdict(.clients(least: 0.9), switched: nodes(0..<2)).outcome == .inconclusive)
    }

    @Test mutating func `what isn't switched suffers alone, and the gate opens`() {
        scene.takeAway(nodes: [4, 5])
        let verdict = verdict(.nodesLost(most: 0.02), switched: nodes(0..<2))
        #expect(verdict.outcome == .passed)
        #expect(verdict.lines[0].control == "2 of 4")
    }

    @Test mutating func `nodes that were away before don't count`() {
        scene.takeAway(nodes: [0])
        let baseline = HealthJudge().baseline(of: scene.snapshot)
        let verdict = verdict(
            .nodesLost(most: 0),
            .clients(least: 1),
            switched: gateways("gw1", "gw2"),
            baseline: baseline
        )
        #expect(verdict.outcome == .passed)
        #expect(verdict.lines[0].value == "5 of 5")
    }

    @Test mutating func `clients are those of what was switched`() {
        scene.change(gateway: "gw1") { $0.clients = .success([]) }
        scene.change(gateway: "gw2") { $0.clients = .success([]) }
        // All are switched: nobody is left to compare with, and people go to bed.
        #expect(verdict(.clients(least: 0.9), switched: gateways("gw1", "gw2")).outcome == .inconclusive)
        #expect(verdict(.clients(least: 0.9), switched: nodes(0..<2)).outcome == .inconclusive)
    }

    @Test mutating func `a switched gateway has all nodes of its domain to answer for`() {
        scene.takeAway(nodes: [3])
        #expect(verdict(.nodesLost(most: 0.02), switched: gateways("gw1")).outcome == .failed)
        #expect(verdict(.nodesLost(most: 0.2), switched: gateways("gw1")).outcome == .passed)
    }

    // MARK: Findings

    @Test mutating func `a finding of what was switched shuts the gate`() {
        scene.change(gateway: "gw1") { $0.forwarding = .success([]) }
        #expect(verdict(.word(.fdb), switched: gateways("gw1")).outcome == .failed)
        #expect(verdict(.word(.transport), switched: gateways("gw1")).outcome == .passed)
        #expect(verdict(.word(.fdb), switched: gateways("gw2")).outcome == .passed)
    }

    @Test mutating func `a finding that was there before doesn't count`() {
        scene.change(gateway: "gw1") { $0.forwarding = .success([]) }
        let baseline = HealthJudge().baseline(of: scene.snapshot)
        #expect(verdict(.word(.fdb), switched: gateways("gw1"), baseline: baseline).outcome == .passed)
    }

    @Test mutating func `a deaf broker is nobody's fault`() {
        scene.answered.isConnected = false
        #expect(verdict(.word(.broker), switched: nodes(0..<6)).outcome == .inconclusive)
        #expect(verdict(.word(.fdb), switched: nodes(0..<6)).outcome == .passed)
    }

    @Test mutating func `what fails because of the rollout goes back, whatever else is in doubt`() {
        scene.answered.isConnected = false
        scene.takeAway(nodes: [0])
        let both = verdict(.word(.broker), .nodesLost(most: 0.02), switched: nodes(0..<2))
        #expect(both.lines.map(\.outcome) == [.inconclusive, .failed])
        #expect(both.outcome == .failed)
    }

    @Test mutating func `a gateway of which nothing is heard says nothing good`() {
        scene.silent["gw1"] = "no answer"
        #expect(verdict(.word(.transport), switched: gateways("gw1")).outcome == .failed)
        scene.silent["gw2"] = "no answer"
        #expect(verdict(.word(.transport), switched: gateways("gw1")).outcome == .inconclusive)
    }

    @Test mutating func `limits are those of the gate`() {
        // The youngest handshake is a minute old.
        #expect(verdict(.handshake(mostAge: 30), switched: gateways("gw1", "gw2")).outcome == .failed)
        #expect(verdict(.handshake(mostAge: 90), switched: gateways("gw1", "gw2")).outcome == .passed)
    }

    @Test mutating func `nobody retires fastd under its peers`() {
        let all = gateways("gw1", "gw2")
        #expect(verdict(.fastdPeers(most: 6), switched: all).outcome == .passed)
        let left = verdict(.fastdPeers(most: 0), switched: all)
        #expect(left.outcome == .inconclusive && left.lines[0].value == "6")
        for name in ["gw1", "gw2"] { scene.change(gateway: name) { $0.fastd = nil } }
        #expect(verdict(.fastdPeers(most: 6), switched: all).lines[0].value == "unknown")
        for name in ["gw1", "gw2"] {
            let links = scene.gateways[name]?.links ?? .success([])
            scene.gateways[name]?.links = links.map { $0.filter { $0.name != "fastd-north" } }
        }
        #expect(verdict(.fastdPeers(most: 0), switched: all).outcome == .passed)
    }

    // MARK: The whole way of a node

    @Test mutating func `a switched node without WireGuard didn't come through`() {
        scene.nodes[scene.id(ofNode: 0)]?.wireGuard = .success([])
        #expect(verdict(.word(.endToEnd), switched: nodes(0..<1)).outcome == .failed)
        #expect(verdict(.word(.endToEnd), switched: nodes(1..<2)).outcome == .passed)
    }

    @Test mutating func `a switched node whose key no gateway has didn't come through`() {
        for name in ["gw1", "gw2"] {
            scene.gateways[name]?.wireGuard = .success([])
            scene.gateways[name]?.routes = .success([])
            scene.change(gateway: name) { $0.forwarding = .success([]) }
        }
        let verdict = verdict(.word(.endToEnd), switched: nodes(0..<1))
        #expect(verdict.outcome == .failed)
        #expect(verdict.reason.contains("no gateway has its key"))
    }

    @Test mutating func `a switched node whose key the broker refuses didn't come through`() {
        let judge = GateJudge(
            Gate([GateCondition(.word(.endToEnd))]),
            plan: plan(),
            switched: nodes(0..<1),
            baseline: HealthJudge().baseline(of: before.snapshot)
        )
        var snapshot = scene.snapshot
        snapshot.registrations = [scene.id(ofNode: 0): .success(409)]
        let refused = judge.verdict(on: snapshot)
        #expect(refused.outcome == .failed && refused.reason.contains("answers 409 to the node's own key"))
        snapshot.registrations = [scene.id(ofNode: 0): .success(200)]
        #expect(judge.verdict(on: snapshot).outcome == .passed)
        // Without its MQTT server a broker refuses everybody, which is nobody's fault.
        scene.mqttFailure = ExchangeFailure("refused")
        snapshot = scene.snapshot
        snapshot.registrations = [scene.id(ofNode: 0): .success(503)]
        #expect(judge.verdict(on: snapshot).outcome == .inconclusive)
    }

    @Test mutating func `a switched node that doesn't answer didn't come through`() {
        scene.silent[scene.id(ofNode: 0)] = "no answer"
        #expect(verdict(.word(.endToEnd), switched: nodes(0..<1)).outcome == .failed)
    }

    // MARK: Time

    @Test func `a gate has the time of its conditions`() {
        let line = { (name: String, outcome: GateVerdict.Outcome, within: Int) in
            GateVerdict.Line(
                name: name,
                outcome: outcome,
                value: "",
                control: nil,
                limit: "",
                within: within,
                message: ""
            )
        }
        let verdict = GateVerdict([line("a", .inconclusive, 60), line("b", .passed, 10), line("c", .failed, 300)])
        #expect(!verdict.after(59).isFinal)
        #expect(verdict.after(60).isFinal)
        // What may hold yet decides nothing.
        #expect(verdict.after(60).outcome == .inconclusive)
        #expect(verdict.after(300).outcome == .failed)
        #expect(GateVerdict([line("a", .passed, 60)]).after(0).isFinal)
        #expect(GateVerdict([]).outcome == .inconclusive)
    }
}
