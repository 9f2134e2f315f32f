import Mesh
import Testing

/// Names and numbers come from strangers' devices.
struct HostileOutputTests {
    private func error(_ read: () throws -> Any) throws -> ReadingError {
        try #require(#expect(throws: ReadingError.self) { _ = try read() })
    }

    private func path(_ member: String, _ value: String) -> ToolOutput {
        let members = [
            "hard_ifname": #""vx""#, "orig_address": #""02:00:00:00:00:01""#, "neigh_address": #""02:00:00:00:00:02""#,
            "last_seen_msecs": "1", "tq": "255",
        ].merging([member: value]) { $1 }
        let good =
            #"{"hard_ifname":"vx","orig_address":"02:00:00:00:00:01","neigh_address":"02:00:00:00:00:02","#
            + #""last_seen_msecs":1,"tq":255}"#
        let text = members.filter { $0.value != "-" }.map { #""\#($0.key)":\#($0.value)"# }.joined(separator: ",")
        return "[\(good),{\(text)}]".output
    }

    @Test(arguments: [
        ("tq", "256"), ("tq", "-1"), ("tq", "1.5"), ("tq", "1e400"), ("tq", "\"255\""), ("tq", "-"),
        ("tq", "99999999999999999999999999"), ("last_seen_msecs", "4294967296"), ("last_seen_msecs", "-1"),
        ("last_seen_msecs", "null"), ("last_seen_msecs", "-"), ("orig_address", "\"\""), ("orig_address", "12"),
        ("neigh_address", "\"02:00:00:00:00:0\""), ("hard_ifname", "\"\""), ("hard_ifname", "\"a b\""),
        ("hard_ifname", "\"../../etc\""), ("hard_ifname", "\"0123456789abcdef\""), ("hard_ifname", "\"a\\u001b[2J\""),
    ])
    func `a member that can't be is told with its place`(member: String, value: String) throws {
        let error = try error { try BatmanPath.all(in: path(member, value)) }
        #expect(error.place == "/1/\(member)")
        #expect(error.kind == .unreadable)
        #expect(error.description.utf8.count < 400)
        #expect(error.description.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f })
    }

    @Test(arguments: ["throughput", "tq"])
    func `a path is judged by one measure`(member: String) throws {
        let both = path("throughput", "1000")
        #expect(try error { try BatmanPath.all(in: both) }.place == "/1/tq")
        #expect(throws: Never.self) { try BatmanPath.all(in: path(member == "tq" ? "x" : "tq", "255")) }
    }

    @Test(arguments: [
        ("[", ReadingError.Kind.cut), ("[{\"a\": \"", .cut), ("[1]", .unreadable), ("[[]]", .unreadable),
        ("{}", .unreadable), ("[] []", .unreadable), ("[],", .unreadable), ("nonsense\n", .unreadable),
        ("\u{0}\u{1}\u{2}\n", .unreadable), ("[{}]]", .unreadable), ("[nul]", .unreadable),
    ])
    func `what is no JSON is refused`(text: String, kind: ReadingError.Kind) throws {
        let error = try error { try BatmanPath.all(in: text.output) }
        #expect(error.kind == kind, "\(error)")
    }

    @Test(arguments: [100, 511, 513, 1000, 100_000, 1_000_000])
    func `deep nesting is refused without a crash`(depth: Int) throws {
        let open = String(repeating: "[", count: depth)
        let close = String(repeating: "]", count: depth)
        #expect(throws: ReadingError.self) { try BatmanPath.all(in: (open + close).output) }
        #expect(throws: ReadingError.self) { try BatmanPath.all(in: open.output) }
        let groups =
            String(repeating: #"{"groups":{"a":"#, count: depth) + "1" + String(repeating: "}", count: 2 * depth)
        let node = #"{"statistics":{"node_id":"a","mesh_vpn":\#(groups)}}"#
        #expect(throws: ReadingError.self) { try NodeAnswer(json: node.output) }
    }

    @Test func `groups in groups are read as deep as they go`() throws {
        let groups = String(repeating: #"{"groups":{"a":"#, count: 245)
        let peers = #"{"peers":{"gw":null}}"# + String(repeating: "}", count: 490)
        let node = #"{"statistics":{"node_id":"a","mesh_vpn":\#(groups)\#(peers)}}"#
        #expect(try NodeAnswer(json: node.output).statistics?.vpnPeers.map(\.name) == ["gw"])
    }

    @Test func `more than 16 MiB, and more than 100,000 rows, are refused`() throws {
        let long = ToolOutput(repeating: 32, count: 16 << 20 | 1)
        #expect(try error { try BatmanPath.all(in: long) }.kind == .tooLong)
        #expect(try error { try WireGuardInterface.all(in: long) }.kind == .tooLong)
        let rows = "[" + String(repeating: "{},", count: 100_000) + "{}]"
        #expect(try error { try LinkState.all(in: rows.output) }.message == "too many rows")
        let lines = String(repeating: "a: active\n", count: 100_011)
        #expect(try error { try BatmanHardInterface.all(in: lines.output) }.kind == .tooLong)
    }

    @Test func `100,000 rows are read`() throws {
        let rows = "[" + String(repeating: "{},", count: 99_999) + "{}]"
        #expect(try LinkState.all(in: rows.output).isEmpty)
    }

    @Test(arguments: [
        "02:00:00:00:00:01 99999999999.000s (1.0) [vx]", "02:00:00:00:00:01 1.0000s (1.0) [vx]",
        "02:00:00:00:00:01 1.0s (1.0) [vx", "02:00:00:00:00:01 1.0s (1.0) [] ", "02:00:00:00:00:01 1.0s (300) [vx]",
        "02:00:00:00:00:01 1.0s (1.) [vx]", "02:00:00:00:00:01 1.0s (-1.0) [vx]", "02:00:00:00:00:01 1.0s",
        "02:00:00:00:00:01 1.0s (1.0) [vx] more", "gw1.example.net 1.0s (1.0) [vx]", "\u{1b}[2J",
        "02:00:00:00:00:01 1.0s (10) [vx]",
    ])
    func `a row that can't be is told with its line`(row: String) throws {
        let title = "[B.A.T.M.A.N. adv 2022.3, MainIF/MAC: d/02:00:00:00:d0:01 (bat0/9e:8b:fe:02:ee:3c BATMAN_V)]\n"
        let table = title + "IF             Neighbor              last-seen\n" + row + "\n"
        let error = try error { try BatmanNeighbour.all(in: table.output) }
        #expect(error.place == "line 3")
        #expect(error.kind == .unreadable)
        #expect(!error.description.contains("\u{1b}"))
    }

    @Test func `addresses that a poster took out are an error, and not a row less`() throws {
        let table = """
            [B.A.T.M.A.N. adv openwrt-2019.2-4, MainIF/MAC: fastd_mesh/ (bat0/ BATMAN_V)]
              Router            ( throughput) Next Hop          [outgoingIf]  Bandwidth
               (        1.0)  [fastd_mesh]: 10.0/10.0 MBit

            """
        #expect(try error { try BatmanGateway.all(in: table.output) }.place == "line 3")
    }

    @Test func `errors quote 80 bytes at most, without what steers a terminal`() throws {
        let name = "\u{1b}]0;owned\u{7}" + String(repeating: "☃", count: 1000)
        let error = try error { try BatmanPath.all(in: path("hard_ifname", "\"\(name.dropFirst())\"")) }
        #expect(error.message.utf8.count < 120)
        let version = try self.error { try BatctlVersion(reading: (name + "\n").output) }
        #expect(version.message.utf8.count < 150)
        #expect(version.message.contains("\\u{1b}"))
    }

    @Test(arguments: [
        ("a\tb\n", "line 1"), ("wg\t(none)\t(none)\t0\toff\nwg\t(none)\t(none)\t0\toff\n", "line 2"),
        ("wg\t(none)\t(none)\t65536\toff\n", "line 1"), ("wg\tx\tx\tx\tx\tx\tx\tx\tx\n", "line 1"),
        ("../x\t(none)\t(none)\t0\toff\n", "line 1"), ("wg\t(none)\t(none)\t-1\toff\n", "line 1"),
    ])
    func `what isn't WireGuard's is told with its line`(text: String, place: String) throws {
        #expect(try error { try WireGuardInterface.all(in: text.output) }.place == place)
    }

    @Test(arguments: [
        ("endpoint", "1.2.3.4"), ("endpoint", "evil$(id):1"), ("endpoint", "1.2.3.4:99999"), ("endpoint", ""),
        ("allowed", "fe80::1/129"), ("allowed", "fe80::1/128,"), ("allowed", ""), ("handshake", "-1"),
        ("handshake", "18446744073709551616"), ("received", "9223372036854775808"), ("received", ""),
        ("keepalive", "on"), ("keepalive", "65536"),
    ])
    func `a peer's column that can't be is refused`(column: String, value: String) throws {
        let names = ["endpoint", "allowed", "handshake", "received", "sent", "keepalive"]
        let good = ["1.2.3.4:5", "fe80::1/128", "1", "2", "3", "off"]
        let columns = zip(names, good).map { $0 == column ? value : $1 }.joined(separator: "\t")
        let text = { (columns: String) in
            "wg\t(none)\t(none)\t0\toff\nwg\tLSwaJz2j9PxxaiTGeDYqK6vkhzz0oFtI8Ds1jZwfBlM=\t(none)\t\(columns)\n".output
        }
        #expect(throws: Never.self) { try WireGuardInterface.all(in: text(good.joined(separator: "\t"))) }
        #expect(try error { try WireGuardInterface.all(in: text(columns)) }.place == "line 2")
    }

    @Test(arguments: [
        #"{"uptime":-1,"peers":{}}"#, #"{"uptime":1}"#, #"{"uptime":1,"peers":[1]}"#, #"{"uptime":1,"peers":{"x":{}}}"#,
        #"{"uptime":1,"peers":{"\#(String(repeating: "0", count: 64))":{"connection":{"established":-5}}}}"#,
        #"{"uptime":1,"peers":{"\#(String(repeating: "0", count: 64))":{"connection":{"established":1,"mac_addresses":[1]}}}}"#,
    ])
    func `what isn't fastd's is told with its place`(text: String) throws {
        let error = try error { try FastdStatus(reading: text.output) }
        #expect(error.kind == .unreadable)
        #expect(error.place.hasPrefix("/"))
    }

    @Test(arguments: [
        #"[{"dst":"evil","dev":"a"}]"#, #"[{"dst":"fe80::/129"}]"#, #"[{"dst":"fe80::1","dev":"a b"}]"#,
        #"[{"dst":"fe80::1","metric":4294967296}]"#, #"[{"dst":"fe80::1","gateway":"x"}]"#,
    ])
    func `a route that can't be is refused`(text: String) throws {
        #expect(try error { try Route.all(in: text.output) }.place.hasPrefix("/0/"))
    }

    @Test(arguments: [-1, 1 << 24])
    func `a network identifier has 24 bits`(vni: Int) throws {
        let text =
            #"[{"ifname":"a","ifindex":1,"mtu":1,"linkinfo":{"info_kind":"vxlan","info_data":{"id":\#(vni),"port":1}}}]"#
        #expect(try error { try LinkState.all(in: text.output) }.place == "/0/linkinfo/info_data/id")
    }

    @Test func `bytes that are not UTF-8 don't hide a peer`() throws {
        let key = String(repeating: "0f", count: 32)
        let start = #"{"uptime": 1, "peers": {"\#(key)": {"name": ""#.utf8
        let bytes = Array(start) + [0xff, 0xfe, 0xc0] + Array(#"", "connection": null}}}"#.utf8)
        #expect(try FastdStatus(reading: bytes[...]).peers.map(\.key) == [key])
    }
}
