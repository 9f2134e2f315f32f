import FleetModel
import Mesh
import Synchronization
import Testing
import Transport
import UmstiegTesting

/// A gateway and its nodes, as far as measuring goes: batctl and iperf3 tell the next number of a list.
private final class Line: Sendable {
    private let megabits: [Int]
    /// Nil: all.
    private let hasIperf: Set<String>?
    private let refusal: String?
    private let asked = Mutex<[String: [String]]>([:])

    init(megabits: [Int], iperfOn hasIperf: Set<String>? = nil, refusal: String? = nil) {
        self.megabits = megabits
        self.hasIperf = hasIperf
        self.refusal = refusal
    }

    func scripts(on name: String) -> [String] { asked.withLock { $0[name] ?? [] } }

    var connector: AnsweringConnector {
        AnsweringConnector { name, command throws(TransportError) in self.answer(to: command.text, on: name) }
    }

    private func answer(to script: String, on name: String) -> CommandResult {
        asked.withLock { $0[name, default: []].append(script) }
        if script == "command -v iperf3" {
            return CommandResult(
                ending: .exited(hasIperf?.contains(name) ?? true ? 0 : 1),
                standardOutput: [],
                standardError: []
            )
        }
        let mark = script.firstMatch(of: #/(@[a-z0-9]+)/#).map { String($0.1) } ?? ""
        let sections = megabits.enumerated().map { index, number in
            "\n\(mark) begin run\(index + 1)\n\(output(number, isIperf: script.contains("iperf3")))\n\(mark) end 0\n"
        }
        let text = sections.joined() + "\n\(mark) done\n"
        return CommandResult(ending: .exited(0), standardOutput: Array(text.utf8), standardError: [])
    }

    private func output(_ megabits: Int, isIperf: Bool) -> String {
        if isIperf {
            let sum = #"{"seconds": 5, "bytes": 1000, "bits_per_second": \#(megabits * 1_000_000)}"#
            return #"{"end": {"sum_sent": \#(sum), "sum_received": \#(sum)}}"#
        }
        if let refusal { return refusal + "\n" }
        return "Test duration 5000ms.\nSent \(megabits * 625_000) Bytes.\nThroughput: 1 MB/s (8 Mbps)\n"
    }
}

struct ThroughputTests {
    private let scene = MeshScene(gateways: 1, nodes: 2)

    private func measure(_ line: Line) async -> [ThroughputSeries] {
        var snapshot = scene.snapshot
        for index in snapshot.fleet.nodes.indices {
            snapshot.fleet.nodes[index].address = "fd00::\(index + 1)"
            snapshot.fleet.nodes[index].jump = .direct
        }
        let meter = ThroughputMeter(fleet: snapshot.fleet, connector: line.connector, runs: 3, seconds: 5)
        return await meter.measure([scene.id(ofNode: 0)], in: snapshot)
    }

    @Test func `the median is the one in the middle, the spread from the slowest to the fastest`() async {
        let series = await measure(Line(megabits: [30, 10, 20]))
        #expect(series.map(\.way.tool) == [.batctl, .batctl, .iperf3, .iperf3])
        #expect(series.map(\.way.to.kind) == [.node, .gateway, .node, .gateway])
        for one in series {
            #expect(one.problem == nil)
            #expect(one.median == Throughput(kilobitsPerSecond: 20_000))
            #expect(
                one.spread == Throughput(kilobitsPerSecond: 10_000)...Throughput(kilobitsPerSecond: 30_000)
            )
        }
    }

    @Test func `between two in the middle the median lies between them`() {
        let way = ThroughputSeries.Way(
            domain: "a",
            from: Subject(.gateway, "gw1"),
            to: Subject(.node, "n1"),
            tool: .batctl
        )
        let samples = [10, 40, 20, 31].map { Throughput(kilobitsPerSecond: $0) }
        #expect(ThroughputSeries(way, samples: samples).median == Throughput(kilobitsPerSecond: 25))
        #expect(ThroughputSeries(way, samples: []).median == nil)
        #expect(ThroughputSeries(way, samples: []).spread == nil)
    }

    @Test(arguments: [["gw1"], ["020b01000000"], []]) func `iperf3 is asked where both ends have it`(
        _ ends: Set<String>
    ) async {
        let line = Line(megabits: [1, 1, 1], iperfOn: ends)
        #expect(await measure(line).map(\.way.tool) == [.batctl, .batctl])
        #expect(!line.scripts(on: scene.id(ofNode: 0)).contains { $0.contains("iperf3 -s") })
    }

    @Test func `the server on the node ends by itself`() async throws {
        let line = Line(megabits: [1, 1, 1])
        _ = await measure(line)
        let server = try #require(line.scripts(on: scene.id(ofNode: 0)).first { $0.contains("iperf3 -s -1 -p 45201") })
        // 90 s, and for each of six runs its time and 10 s more.
        #expect(server.contains("sleep 180; kill $$"))
    }

    @Test func `what batman-adv refuses is a series that says why`() async {
        let series = await measure(Line(megabits: [1, 1, 1], refusal: "Destination unreachable"))
        #expect(series.map(\.samples.count) == [0, 0, 3, 3])
        #expect(series.first?.problem?.contains("unreachable") == true)
        #expect(series.last?.problem == nil)
    }

    @Test func `a node that nobody knows the way to has no series`() async {
        var hidden = scene
        hidden.takeAway(nodes: [0])
        let meter = ThroughputMeter(fleet: hidden.fleet, connector: Line(megabits: [1]).connector, runs: 1, seconds: 1)
        #expect(await meter.measure([scene.id(ofNode: 0)], in: hidden.snapshot).isEmpty)
    }
}
