import FleetModel
import Mesh
import Planning
import Rollouts
import Synchronization
import Testing
import Transport
import UmstiegTesting

/// Shows one scene after the other, and the last one for ever.
private final class Showing: MeshObserver {
    private let scenes: [MeshScene]
    private let state = Mutex<(looks: Int, asked: Set<String>, pinged: Bool)>((0, [], false))

    init(_ scenes: [MeshScene]) { self.scenes = scenes }

    var looks: Int { state.withLock(\.looks) }
    var asked: Set<String> { state.withLock(\.asked) }
    var isPinged: Bool { state.withLock(\.pinged) }

    func observe(nodes: Set<String>, isPinged: Bool, asksExchange: Bool) async -> MeshSnapshot {
        state.withLock { state in
            state.looks += 1
            state.asked = nodes
            state.pinged = isPinged
            return scenes[min(state.looks, scenes.count) - 1].snapshot
        }
    }
}

extension Showing {
    func measure(_ measuring: Measuring) async -> [ThroughputSeries] { [] }
}

/// A clock on which sleeping takes no time.
private final class Leaping: Clock {
    struct Instant: InstantProtocol {
        var offset: Duration

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (one: Instant, other: Instant) -> Bool { one.offset < other.offset }
    }

    private let time = Mutex(Instant(offset: .zero))

    var now: Instant { time.withLock(\.self) }
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        time.withLock { $0 = max($0, deadline) }
    }
}

/// How baselines are taken and gates are watched.
struct GateKeeperTests {
    private let well = MeshScene()
    private let node: String
    private let ill: MeshScene

    init() {
        var scene = MeshScene()
        scene.takeAway(nodes: [0])
        ill = scene
        node = scene.id(ofNode: 0)
    }

    private func perform(
        _ verb: Operation.Verb,
        _ observer: (any MeshObserver)?,
        kind: GateCondition.Kind = .nodesLost(most: 0.02),
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) async -> OperationResult {
        var plan = Fixtures.plan()
        plan.fleet = well.fleet
        plan.phases[0].waves = [Plan.Wave(units: [UnitID(host: node, scope: well.code)], confirms: true)]
        plan.phases[0].policy.gate = Gate([GateCondition(kind, within: 60)])
        let worker = FleetWorker(
            plan: plan,
            rollout: "r1",
            owner: "tester",
            fencingToken: 1,
            connector: ScriptedConnector([:]),
            observer: observer,
            clock: Leaping()
        )
        let knowledge = Knowledge(
            baseline: HealthJudge().baseline(of: well.snapshot),
            switched: [UnitID(host: node, scope: well.code)]
        )
        return await worker.perform(Operation(verb, nil), with: knowledge) { tell($0.name) }
    }

    private func outcome(_ result: OperationResult) -> GateVerdict.Outcome? {
        if case .judged(let verdict) = result { verdict.outcome } else { nil }
    }

    @Test func `a baseline has the nodes, their clients, and what was the matter`() async throws {
        guard case .measured(let baseline) = await perform(.baseline, Showing([ill])) else {
            Issue.record("no baseline")
            return
        }
        #expect(baseline.nodes[well.code]?.count == 5)
        #expect(baseline.clientsOfNodes.values.reduce(0, +) == 5)
        #expect(baseline.findings.contains { $0.subject == Subject(.node, node) && $0.check == .gateway })
    }

    @Test func `where no gateway tells there is no baseline`() async {
        var mute = MeshScene()
        for name in ["gw1", "gw2"] { mute.silent[name] = "no answer" }
        guard case .failed(let reasons) = await perform(.baseline, Showing([mute])) else {
            Issue.record("a baseline of nothing")
            return
        }
        #expect(reasons.count == 1 && reasons[0].hasPrefix("fft_north: no gateway tells"))
    }

    @Test func `where no node is heard there is no baseline for who compares nodes`() async {
        var empty = MeshScene()
        empty.takeAway(nodes: 0..<6)
        guard case .failed(let reasons) = await perform(.baseline, Showing([empty])) else {
            Issue.record("a baseline of nothing")
            return
        }
        #expect(reasons.first?.contains("no node of the inventory is heard") == true)
        guard case .measured = await perform(.baseline, Showing([empty]), kind: .word(.fdb)) else {
            Issue.record("what compares no nodes needs none")
            return
        }
    }

    @Test func `what domains share needs a baseline of all of them`() async throws {
        var mute = MeshScene()
        for name in ["gw1", "gw2"] { mute.silent[name] = "no answer" }
        var plan = Fixtures.plan()
        plan.fleet = well.fleet
        plan.phases[0].waves = [Plan.Wave(units: [UnitID(host: "gw1", scope: "host")], confirms: true)]
        plan.phases[0].policy.gate = Fixtures.gate
        let worker = FleetWorker(
            plan: plan,
            rollout: "r1",
            owner: "tester",
            fencingToken: 1,
            connector: ScriptedConnector([:]),
            observer: Showing([mute])
        )
        guard case .failed = await worker.perform(Operation(.baseline, nil), with: Knowledge(), progress: { _ in })
        else {
            Issue.record("a baseline of nothing")
            return
        }
    }

    @Test func `a gate opens as soon as all holds`() async {
        let observer = Showing([ill, ill, well])
        let told = Mutex<[String]>([])
        let result = await perform(.gate(phase: 0), observer) { reason in told.withLock { $0.append(reason) } }
        #expect(outcome(result) == .passed)
        // Whoever waits sees what for.
        let reason = "nodes_lost is 0 of 1, elsewhere 5 of 5, wanted at most 2 % gone: 1 nodes of 1 are gone"
        #expect(told.withLock(\.self) == [reason, reason])
        #expect(observer.looks == 3)
        #expect(observer.asked == [node])
    }

    @Test func `a gate that stays shut is watched to the end of its time`() async {
        let observer = Showing([ill])
        #expect(outcome(await perform(.gate(phase: 0), observer)) == .failed)
        // Each 5 s, for a minute, and once more to be sure.
        #expect(observer.looks == 14)
    }

    @Test func `one bad look at the end of its time is no failure`() async {
        let looks = Array(repeating: ill, count: 13) + [well]
        #expect(outcome(await perform(.gate(phase: 0), Showing(looks))) == .passed)
    }

    @Test func `pings are sent where the gate wants them`() async {
        let observer = Showing([well])
        _ = await perform(.gate(phase: 0), observer)
        #expect(!observer.isPinged)
        _ = await perform(.gate(phase: 0), observer, kind: .word(.endToEnd))
        #expect(observer.isPinged)
    }

    @Test func `without anybody who looks there is no verdict`() async {
        #expect(await perform(.gate(phase: 0), nil) == .failed(["nobody can look at the mesh"]))
        #expect(await perform(.baseline, nil) == .failed(["nobody can look at the mesh"]))
    }
}
