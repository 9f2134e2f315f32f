import FleetModel
import Foundation
import Importing
import Testing

struct MapFileTests {
    private static let flat = """
        {"timestamp": "2026-11-27T12:00:00Z", "nodes": [
          {"node_id": "02caffee0002", "hostname": "Café 2", "domain": "fft_a", "firstseen": "2025-01-01T00:00:00+0100",
           "lastseen": "2026-11-27T11:59:00Z", "is_online": true, "is_gateway": false, "uptime": "2026-11-27T11:00:00Z",
           "location": {"latitude": -48.5, "longitude": 11.25}, "contact": "a@example.net", "model": "TP-Link CPE210 v1.1",
           "firmware": {"release": "v2023.2.3-001", "base": "gluon-v2023.2.3"}, "clients": 4, "gateway": "020000000001",
           "addresses": ["fe80::1", "fd00::2"], "autoupdater": {"enabled": true, "branch": "stable"}, "nproc": 1},
          {"node_id": "020000000001", "hostname": "gw1", "is_gateway": true, "is_online": true},
          {"node_id": "02caffee0001", "hostname": "n1", "is_online": false, "clients": 0, "autoupdater": {"enabled": false, "branch": "x"}}
        ], "links": [
          {"type": "vpn", "source": "02caffee0002", "target": "020000000001"},
          {"type": "wifi", "source": "02caffee0002", "target": "02caffee0001"},
          {"type": "vpn", "source": "02caffee0002", "target": "02caffee0009"}
        ]}
        """

    private static let answers = """
        {"version": 2, "timestamp": "2017-07-28T22:54:13+0200", "nodes": [{
          "firstseen": "2017-03-19T11:20:29+0100", "lastseen": "2017-07-28T22:54:02+0200",
          "flags": {"online": true, "gateway": false},
          "statistics": {"node_id": "02caffee0001", "clients": {"total": 5}, "uptime": 8483578.91, "gateway": "02:ce:ef:ca:fe:2a",
            "memory": {"total": 61440}, "mesh_vpn": {"groups": {"backbone": {"peers": {"sn1": null,
            "sn2": {"established": 12.5}}, "groups": {"inner": {"peers": {"sn3": {"established": 1}}}}}}}},
          "nodeinfo": {"node_id": "02caffee0001", "hostname": "n1", "owner": {"contact": "a@example.net"},
            "location": {"latitude": 48.5, "longitude": 11.25}, "network": {"mac": "02:ca:ff:ee:00:01",
            "addresses": ["fd00::1"], "mesh_vpn": {"provider": "wireguard", "enabled": true}}, "system": {"domain_code": "fft_a"},
            "software": {"fastd": {"enabled": false, "public_key": "\(String(repeating: "Ab", count: 32))"},
            "wireguard": {"public_key": "TszFS3oFRdhsJP3K0VOlklGMGYZy+oFCtlaghXJqW2g="},
            "firmware": {"release": "0.14", "base": "gluon-v2016"}, "autoupdater": {"enabled": true, "branch": "beta"}},
            "hardware": {"model": "TP-Link \\"X\\" \\u00e9\\ud83d\\ude00"}}
        }]}
        """

    @Test func `a map of meshviewer`() throws {
        let file = try SourceText.read(Self.flat)
        #expect(file.format == .meshviewer)
        #expect(file.facts.toldAt == 1_795_780_800)
        #expect(file.facts.nodes.map(\.id) == ["020000000001", "02caffee0001", "02caffee0002"])
        #expect(file.facts.nodes.map(\.isGateway) == [true, false, false])
        let node = file.facts.nodes[2]
        #expect(node.hostname == "Café 2")
        #expect(node.domain == "fft_a")
        #expect(node.firstSeen == 1_735_686_000)
        #expect(node.lastSeen == 1_795_780_740)
        #expect(node.uptime == 3540)
        #expect(node.online == true)
        #expect(node.model == "TP-Link CPE210 v1.1")
        #expect([node.firmware, node.firmwareBase] == ["v2023.2.3-001", "gluon-v2023.2.3"])
        #expect(node.clients == 4)
        #expect(node.gateway == "020000000001")
        #expect(node.addresses == ["fe80::1", "fd00::2"])
        #expect(node.autoupdaterBranch == "stable")
        #expect(node.tunnels == ["gw1"])
        #expect(file.facts.nodes[1].autoupdaterBranch == nil)
        #expect(file.facts.links == [.mesh("02caffee0001", "02caffee0002")])
        #expect(file.facts.notes.count == 1)
    }

    @Test func `contacts and coordinates come only when they are asked for`() throws {
        for text in [Self.flat, Self.answers] {
            #expect(
                try SourceText.read(text).facts.nodes.allSatisfy {
                    $0.contact == nil && $0.latitude == nil && $0.longitude == nil
                }
            )
            let nodes = try SourceText.read(text, withPersonalData: true).facts.nodes
            #expect(nodes.last?.contact == "a@example.net")
            #expect(nodes.last?.longitude == 11.25)
        }
    }

    @Test func `a nodes.json with what respondd tells`() throws {
        let file = try SourceText.read(Self.answers)
        #expect(file.format == .nodes)
        let node = try #require(file.facts.nodes.first)
        #expect(node.tunnels == ["sn2", "sn3"])
        #expect(node.memory == 61_440)
        #expect(node.clients == 5)
        #expect(node.uptime == 8_483_578)
        #expect(node.domain == "fft_a")
        #expect(node.usesFastd == false)
        #expect(node.usesWireGuard == true)
        #expect(node.fastdKey == String(repeating: "ab", count: 32))
        #expect(node.wireGuardKey == "TszFS3oFRdhsJP3K0VOlklGMGYZy+oFCtlaghXJqW2g=")
        #expect(node.model == "TP-Link \"X\" é😀")
        #expect(node.autoupdaterBranch == "beta")
    }

    @Test func `nodes by their ids, as version 1 and yanic have them`() throws {
        let text =
            #"{"nodes": {"02caffee0001": {"online": true, "gateway": true, "nodeinfo": {"hostname": "n"}, "lastseen": 9}}}"#
        let state = try SourceText.read(text)
        #expect(state.format == .yanic)
        #expect(state.facts.nodes.first?.isGateway == true)
        #expect(state.facts.nodes.first?.lastSeen == 9)
        let old =
            #"{"version": 1, "nodes": {"02caffee0001": {"flags": {"online": true}, "nodeinfo": {"hostname": "n"}}}}"#
        #expect(try SourceText.read(old).format == .nodes)
        #expect(SourceText.complaint(old, as: .meshviewer)?.contains("is no meshviewer") == true)
    }

    @Test func `tunnels of graph.json go to the gateways among the nodes`() throws {
        let nodes = """
            {"nodes": [{"nodeinfo": {"node_id": "02caffee0001"}}, {"nodeinfo": {"node_id": "02caffee0002"}},
             {"nodeinfo": {"node_id": "020000000001", "hostname": "gw1"}, "flags": {"gateway": true}}]}
            """
        let graph = """
            {"version": 1, "batadv": {"nodes": [{"id": "a", "node_id": "020000000001"}, {"id": "b", "node_id": "02caffee0001"},
             {"id": "c", "node_id": "02caffee0002"}, {"id": "d"}], "links": [{"source": 0, "target": 1, "vpn": true, "tq": 1},
             {"source": 1, "target": 2, "vpn": false}, {"source": 9, "target": 0}, {"source": 3, "target": 1}]}}
            """
        let file = try SourceText.directory(["nodes.json": nodes, "graph.json": graph]) {
            try SourceFile(path: $0 + "/nodes.json", name: "nodes.json", SourceText.options())
        }
        #expect(file.facts.nodes.map(\.tunnels) == [nil, ["gw1"], nil])
        #expect(file.facts.links == [.mesh("02caffee0001", "02caffee0002")])
        #expect(
            file.facts.notes == ["2 values of graph.json are of no use and left out, the first at line 3, column 1."]
                || file.facts.notes.count == 1
        )
    }

    @Test func `of nodes that stand there twice, the one seen last stays`() throws {
        let text = """
            {"nodes": [{"node_id": "02caffee0002", "hostname": "old", "lastseen": 5}, {"node_id": "02caffee0001"},
            {"node_id": "02caffee0002", "hostname": "new", "lastseen": 9}, {"hostname": "without id"}]}
            """
        let facts = try SourceText.read(text).facts
        #expect(facts.nodes.map(\.id) == ["02caffee0001", "02caffee0002"])
        #expect(facts.nodes[1].hostname == "new")
        #expect(
            facts.notes == [
                "1 entries without a node's id are left out.", "1 nodes stand there more than once: 02caffee0002.",
            ]
        )
    }

    @Test func `values of another kind are left out, and told`() throws {
        let text = """
            {"nodes": [{"node_id": "02caffee0001", "hostname": 7, "clients": "many", "lastseen": "@now", "firmware": [],
             "model": "a\\nb", "addresses": ["fd00::1", "x y"]}]}
            """
        let facts = try SourceText.read(text).facts
        #expect(facts.nodes[0].hostname == nil)
        #expect(facts.nodes[0].addresses == ["fd00::1"])
        #expect(facts.notes == ["5 values of f are of no use and left out, the first at line 1, column 52."])
    }

    @Test func `a byte order mark, other line ends and no nodes are no mistakes`() throws {
        let bytes = [0xef, 0xbb, 0xbf] + Array("{\r\n\"nodes\":\r\n[\r\n]\r\n}\r\n".utf8)
        #expect(try SourceText.read(bytes).facts.notes == ["It tells of no node."])
    }

    @Test(arguments: [
        ("", "f: line 1, column 1: is empty"),
        ("{\"nodes\": [{\"node_id\": \"02caf", "f: line 1, column 25: ends within a text"),
        ("{\"nodes\": [{\"node_id\": \"a\"", "f: line 1, column 27: ends too early"),
        ("{\"nodes\": [\n{\"a\" 1}]}", "f: line 2, column 6: expected «:», found «1}]}»"),
        ("{\"nodes\": [{\"a\": nil}]}", "f: line 1, column 18: expected a value, found «nil}]}»"),
        ("{\"nodes\": [1.2.3]}", "f: line 1, column 12: expected a number, found «1.2.3]}»"),
        ("{\"nodes\": [{\"a\": 1,}]}", "f: line 1, column 20: expected a member's name, found «}]}»"),
        ("{\"nodes\": []} x", "f: line 1, column 15: expected the end, found «x»"),
        ("{\"nodes\": 5}", "f: line 1, column 11: «nodes» is neither a list nor an object"),
        ("{\"a\": 5}", "f: is no map: it has neither «nodes» nor a graph («batadv»)"),
        (
            "{\"nodes\": [{\"hostname\": \"\\x\", \"node_id\": \"a\"}]}",
            "f: line 1, column 26: a text is not UTF-8, or holds an unknown escape"
        ),
    ])
    func `what isn't JSON is refused with its place`(text: String, message: String) {
        #expect(SourceText.complaint(text, as: text.isEmpty ? .nodes : nil) == message)
    }

    @Test func `text that isn't UTF-8 is refused with its place, kept or not`() {
        for name in ["hostname", "unknown"] {
            let bytes =
                Array("{\"nodes\": [{\"node_id\": \"a\", \"\(name)\": \"caf".utf8) + [0xe9] + Array("\"}]}".utf8)
            #expect(SourceText.complaint(bytes)?.contains("a text is not UTF-8") == true)
        }
        #expect(
            SourceText.complaint([0xff, 0xfe, 0x7b, 0x00], as: .nodes) == "f: line 1, column 1: is UTF-16, not UTF-8"
        )
    }

    @Test func `nesting without end is refused, however much of it there is`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "umstieg-\(UUID()).json")
        defer { try? FileManager.default.removeItem(at: path) }
        #expect(FileManager.default.createFile(atPath: path.path, contents: Data("{\"nodes\": [{\"a\": ".utf8)))
        let file = try FileHandle(forWritingTo: path)
        try file.seekToEnd()
        let brackets = Data(repeating: UInt8(ascii: "["), count: 1 << 20)
        for _ in 0..<200 { try file.write(contentsOf: brackets) }
        try file.close()
        let error = #expect(throws: ConfigErrors.self) {
            try SourceFile(path: path.path, name: "f", SourceText.options())
        }
        #expect(error?.description == "f: line 1, column 115: nests deeper than 100 brackets")
    }

    @Test func `a file longer than any piece is read as one that is short`() throws {
        let nodes = (0..<3000).map { number in
            let id = "02" + String(String(0x1_0000_0000 + number, radix: 16).suffix(8)) + "00"
            return
                #"{"node_id": "\#(id)", "hostname": "é\#(number)", "x": "\#(String(repeating: "ü", count: 90 + number % 7))"}"#
        }
        let facts = try SourceText.directory(["m.json": "{\"nodes\": [\(nodes.joined(separator: ",\n"))]}"]) {
            try SourceFile(path: $0 + "/m.json", name: "m", SourceText.options()).facts
        }
        #expect(facts.nodes.count == 3000)
        #expect(facts.nodes.enumerated().allSatisfy { $1.hostname == "é\($0)" })
    }
}
