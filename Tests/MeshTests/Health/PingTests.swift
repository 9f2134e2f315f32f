import FleetModel
import Mesh
import Synchronization
import Testing
import Transport
import UmstiegTesting

/// Answers as `batctl ping` does; some participants lose packets.
private final class Batman: Sendable {
    private let heard = Mutex<[String: String]>([:])
    private let lost: [String: Int]

    /// - Parameter lost: of ten packets, by the address that is pinged.
    init(lost: [String: Int] = [:]) { self.lost = lost }

    var commands: [String: String] { heard.withLock(\.self) }

    var connector: AnsweringConnector {
        AnsweringConnector { name, command throws(TransportError) in
            guard name != "gw2" else { throw TransportError(.unreachable, host: "gw2", message: "no answer") }
            let text = self.answer(to: command.text, on: name)
            return CommandResult(ending: .exited(0), standardOutput: Array(text.utf8), standardError: [])
        }
    }

    private func answer(to script: String, on name: String) -> String {
        heard.withLock { $0[name] = script }
        let mark = script.firstMatch(of: #/(@[a-z0-9]+)/#).map { String($0.1) } ?? ""
        let pings = script.matches(of: #/begin ([0-9]+);[^\n]* ping -c 10 -i 0\.2 -t 1 ([0-9a-f:]+) /#)
        return pings.map { match in
            let received = 10 - (lost[String(match.2)] ?? 0)
            let times =
                received > 0
                ? "rtt min/avg/max/mdev = 1.000/1.500/2.000/0.100 ms"
                : "rtt min/avg/max/mdev = 0.000/0.000/0.000/0.000 ms"
            return """

                \(mark) begin \(match.1)
                PING \(match.2) (\(match.2)) 20(48) bytes of data
                --- \(match.2) ping statistics ---
                10 packets transmitted, \(received) received, \(10 * (10 - received))% packet loss
                \(times)

                \(mark) end 0
                """
        }.joined() + "\n\(mark) done\n"
    }
}

struct PingTests {
    private let scene = MeshScene()

    private func pings(_ batman: Batman, nodes: Range<Int>) async -> [MeshPing] {
        var fleet = scene.fleet
        for index in fleet.nodes.indices {
            fleet.nodes[index].address = "fd00::\(index)"
            fleet.nodes[index].jump = .direct
        }
        var snapshot = scene.snapshot
        snapshot.fleet = fleet
        let ids = Set(nodes.map { scene.id(ofNode: $0) })
        return await MeshPinger(fleet: fleet, connector: batman.connector).ping(ids, in: snapshot)
    }

    private func findings(_ pings: [MeshPing], loss: Double = 0) -> [Finding] {
        var snapshot = scene.snapshot
        snapshot.pings = pings
        var limits = HealthLimits()
        limits.pingLoss = loss
        return HealthJudge(limits: limits).judge(snapshot).findings
    }

    @Test func `gateways ping the nodes, and these the gateways`() async {
        let batman = Batman()
        let pings = await pings(batman, nodes: 0..<2)
        // Two gateways to two nodes, and back.
        #expect(pings.count == 8)
        let answered = pings.filter { $0.from.name != "gw2" }
        #expect(answered.allSatisfy { $0.result == .success(BatmanPing(reading10: 10)) })
        #expect(batman.commands["gw1"]?.contains("batctl meshif bat-north ping") == true)
    }

    @Test func `a node without a name in batman-adv can't be pinged, which is no success`() async {
        var mute = scene
        mute.change(node: mute.id(ofNode: 0)) { mesh in
            mesh.mesh = .failure(ReadingError(.cut, tool: "batctl mj", message: "ends early"))
        }
        for name in ["gw1", "gw2"] { mute.change(gateway: name) { $0.clients = .success([]) } }
        let pinger = MeshPinger(fleet: mute.fleet, connector: Batman().connector)
        let pings = await pinger.ping([mute.id(ofNode: 0)], in: mute.snapshot)
        let found = findings(pings)
        #expect(found.map(\.gateway) == ["gw1", "gw2"] && found.allSatisfy { $0.verdict == .unknown })
    }

    @Test func `a gateway that can't be asked leaves it unknown`() async {
        let pings = await pings(Batman(), nodes: 0..<1)
        let found = findings(pings)
        #expect(found.count == 1)
        #expect(found.first?.verdict == .unknown && found.first?.gateway == "gw2")
    }

    @Test func `lost packets are a finding of the node, from the limit on`() async {
        let lossy = "\(scene.originator(ofNode: 0))"
        let pings = await pings(Batman(lost: [lossy: 2]), nodes: 0..<2).filter { $0.from.name != "gw2" }
        let found = findings(pings)
        #expect(found.map(\.identity.description) == ["node \(scene.id(ofNode: 0)): ping"])
        #expect(found.first?.value == "20 %" && found.first?.message.contains("2 of 10 pings from gw1 to n1") == true)
        #expect(findings(pings, loss: 0.2).isEmpty)
        #expect(findings(pings, loss: HealthLimits().pingLoss).count == 1)
    }

    @Test func `one lost packet of ten is no finding unless a gate wants none lost`() async {
        let pings = await pings(Batman(lost: ["\(scene.originator(ofNode: 0))": 1]), nodes: 0..<2)
            .filter { $0.from.name != "gw2" }
        #expect(findings(pings, loss: HealthLimits().pingLoss).isEmpty)
        #expect(findings(pings, loss: 0).count == 1)
    }

    @Test(arguments: [(1, 0.01, false), (2, 0.01, true), (1, 0, true), (10, 0.01, true)])
    func `one packet of ten proves no loss above one in a hundred`(lost: Int, limit: Double, isFinding: Bool) async {
        let lossy = "\(scene.originator(ofNode: 0))"
        let pings = await pings(Batman(lost: [lossy: lost]), nodes: 0..<1).filter { $0.from.name == "gw1" }
        #expect(findings(pings, loss: limit).isEmpty != isFinding)
    }
}

extension BatmanPing {
    fileprivate init(reading10 received: Int) {
        let times = RoundTrip(shortest: .milliseconds(1), average: .microseconds(1500), longest: .milliseconds(2))
        self.init(sent: 10, received: received, roundTrip: times)
    }
}
