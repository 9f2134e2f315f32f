import FleetModel
import Foundation
import Mesh
import Testing

/// Every fitting file is read, and counts and sums are compared with what `jq` and `awk` make of it.
@Suite(.enabled(if: FieldData.isPresent, "outputs of gateways and nodes, or jq, are not beside this checkout"))
struct FieldDataTests {
    private func milliseconds(_ durations: [Duration]) -> Int {
        durations.reduce(0) { $0 + Int(($1 / .milliseconds(1)).rounded()) }
    }

    private func number(_ quality: PathQuality) -> Int {
        switch quality {
        case .throughput(let throughput): throughput.kilobitsPerSecond
        case .transmitQuality(let quality): Int(quality.value)
        }
    }

    @Test func `neighbours`() throws {
        let files = try FieldData.files("lab-samples", "-nj.txt")
        #expect(files.count == 8)
        for file in files {
            let read = try BatmanNeighbour.all(in: FieldData.bytes(file))
            let sums = [
                read.count, milliseconds(read.map(\.lastSeen)),
                read.reduce(0) { $0 + ($1.throughput?.kilobitsPerSecond ?? 0) },
            ]
            let program = "length, (map(.last_seen_msecs)|add//0), (map(.throughput//0)|add//0)"
            #expect(try sums == FieldData.jq(program, file), "\(file.path)")
        }
    }

    @Test func `originators`() throws {
        let files = try FieldData.files("lab-samples", "-oj.txt")
        #expect(files.count == 8)
        for file in files {
            let read = try BatmanPath.all(in: FieldData.bytes(file))
            let sums = [
                read.count, milliseconds(read.map(\.lastSeen)), read.reduce(0) { $0 + number($1.quality) },
                read.count(where: \.isBest), Set(read.map(\.originator)).count,
            ]
            let program =
                "length, (map(.last_seen_msecs)|add), (map(.throughput//.tq)|add), (map(select(.best))|length), "
                + "(map(.orig_address)|unique|length)"
            #expect(try sums == FieldData.jq(program, file), "\(file.path)")
        }
    }

    @Test func `gateways`() throws {
        let files = try FieldData.files("lab-samples", "-gwj.txt")
        #expect(files.count == 8)
        for file in files {
            let read = try BatmanGateway.all(in: FieldData.bytes(file))
            let sums = [
                read.count, read.count(where: \.isSelected), read.reduce(0) { $0 + $1.down.kilobitsPerSecond },
                read.reduce(0) { $0 + $1.up.kilobitsPerSecond }, read.reduce(0) { $0 + number($1.quality) },
            ]
            let program =
                "length, (map(select(.best))|length), (map(.bandwidth_down*100)|add//0), "
                + "(map(.bandwidth_up*100)|add//0), (map(if .tq then .tq else .throughput*100 end)|add//0)"
            #expect(try sums == FieldData.jq(program, file), "\(file.path)")
        }
    }

    @Test(arguments: [("-tgj.txt", 8), ("-tlj.txt", 8)])
    func `clients`(ending: String, count: Int) throws {
        let files = try FieldData.files("lab-samples", ending)
        #expect(files.count == count)
        for file in files {
            let bytes = try FieldData.bytes(file)
            let read =
                ending == "-tgj.txt" ? try TranslationEntry.global(in: bytes) : try TranslationEntry.local(in: bytes)
            let sums = [
                read.count, read.count { $0.vlan == 1 }, read.count(where: \.isOwn), Set(read.map(\.client)).count,
            ]
            let program =
                "length, (map(select(.tt_vid==1))|length), (map(select(.tt_flags.nopurge))|length), "
                + "(map(.tt_address)|unique|length)"
            #expect(try sums == FieldData.jq(program, file), "\(file.path)")
        }
    }

    /// Rows are those that begin with an address, a mark or an interface.
    @Test(arguments: ["-n.txt", "-o.txt", "-gwl.txt", "-tg.txt"])
    func `tables of the lab`(ending: String) throws {
        let files = try FieldData.files("lab-samples", ending)
        #expect(files.count == 8)
        for file in files {
            let bytes = try FieldData.bytes(file)
            let count =
                switch ending {
                case "-n.txt": try BatmanNeighbour.all(in: bytes).count
                case "-o.txt": try BatmanPath.all(in: bytes).count
                case "-gwl.txt": try BatmanGateway.all(in: bytes).count
                default: try TranslationEntry.global(in: bytes).count
                }
            #expect(try FieldData.shell("awk 'NR > 2' \"$1\" | wc -l", file) == "\(count)", "\(file.path)")
        }
    }

    @Test func `interfaces, overrides and settings of the mesh`() throws {
        for file in try FieldData.files("lab-samples", "-hj.txt") + FieldData.files("lab-samples", "-hardifs_json.txt")
        {
            let read = try BatmanHardInterface.all(in: FieldData.bytes(file))
            let sums = [
                read.count, read.count(where: \.isActive),
                read.reduce(0) { $0 + ($1.throughputOverride?.kilobitsPerSecond ?? 0) },
            ]
            let program = "length, (map(select(.active))|length), (map(.throughput_override*100)|add)"
            #expect(try sums == FieldData.jq(program, file), "\(file.path)")
        }
        let singles = try FieldData.files("lab-samples", "-hardifj.txt")
        #expect(singles.count == 11)
        for file in singles {
            let read = try BatmanHardInterface(reading: FieldData.bytes(file))
            let override = read.throughputOverride?.kilobitsPerSecond ?? 0
            #expect(try [override] == FieldData.jq(".throughput_override*100", file), "\(file.path)")
            let text = URL(filePath: file.path.replacing("-hardifj.txt", with: "-to.txt"))
            #expect(try Throughput.override(reading: FieldData.bytes(text)) == read.throughputOverride, "\(file.path)")
        }
        let meshes = try FieldData.files("lab-samples", "-mj.txt")
        #expect(meshes.count == 8)
        for file in meshes {
            let read = try BatmanMesh(reading: FieldData.bytes(file))
            let sums = [
                read.gatewayDown?.kilobitsPerSecond ?? 0, milliseconds([read.originatorInterval ?? .zero]),
                read.hopPenalty ?? 0,
            ]
            #expect(try sums == FieldData.jq(".gw_bandwidth_down*100, .orig_interval, .hop_penalty", file))
            #expect(try FieldData.shell("jq -r '.algo_name' \"$1\"", file) == read.algorithm.rawValue)
        }
    }

    @Test func `tables of batctl from 2011 to 2019`() throws {
        let counts = [
            "00_2019.1_IV_n.txt": 4, "01_2019.1_V_n.txt": 4, "02_2019.1_IV_o.txt": 16, "03_2019.1_V_o.txt": 16,
            "04_2019.1_IV_tl.txt": 5, "05_2019.1_IV_tg.txt": 20, "06_2019.1_IV_gwl.txt": 2,
            "13_Network-wide-multi-link-optimization.txt": 6, "README_batctl_originators.txt": 8,
            "ffmuc_openwrt-2019.2-11_V_gwl.txt": 4, "ffmwu_2014.3.0_IV_gwl.txt": 2,
        ]
        for (name, count) in counts {
            let file = FieldData.directory.appending(path: "batctl-samples/\(name)")
            let bytes = try FieldData.bytes(file, fromTable: true)
            let read =
                if name.contains("_n.") {
                    try BatmanNeighbour.all(in: bytes).count
                } else if name.contains("_tl.") {
                    try TranslationEntry.local(in: bytes).count
                } else if name.contains("_tg.") {
                    try TranslationEntry.global(in: bytes).count
                } else if name.contains("gwl") {
                    try BatmanGateway.all(in: bytes).count
                } else {
                    try BatmanPath.all(in: bytes).count
                }
            #expect(read == count, "\(name)")
            let rows = #"grep -cE '^( *([*]|=>) | *|.* +)([0-9a-f]{2}:){5}[0-9a-f]{2} +(\(|\[|-?[0-9])' "$1""#
            #expect(try FieldData.shell(rows, file) == "\(count)", "\(name)")
        }
    }

    @Test func `outputs that people have shortened or changed are refused with their place`() throws {
        let samples = FieldData.directory.appending(path: "batctl-samples")
        func error(_ name: String, _ read: (ToolOutput) throws -> Any) throws -> ReadingError? {
            let bytes = try FieldData.bytes(samples.appending(path: name), fromTable: true)
            return #expect(throws: ReadingError.self) { _ = try read(bytes) }
        }
        #expect(try error("broken_empty_macs_2019.2-4_V_gwl.txt", BatmanGateway.all)?.place == "line 3")
        #expect(try error("11_Gateway-Selection-Issue.txt", BatmanGateway.all)?.place == "line 3")
        // A quality of 444.
        #expect(try error("lime_oj_0.json", BatmanPath.all)?.place == "/13/tq")
        #expect(try BatmanNeighbour.all(in: FieldData.bytes(samples.appending(path: "lime_oj_1.json"))).count == 4)
    }

    @Test func `WireGuard's dumps`() throws {
        let files = try FieldData.files("lab-samples", "-wg-dump.txt")
        #expect(files.count >= 3)
        for file in files {
            let peers = try WireGuardInterface.all(in: FieldData.bytes(file)).flatMap(\.peers)
            let sums = [
                peers.count, peers.reduce(0) { $0 + $1.received }, peers.reduce(0) { $0 + $1.sent },
                peers.reduce(0) { $0 + ($1.latestHandshake ?? 0) },
            ]
            let program =
                "awk -F '\\t' 'NF==9 {n++; r+=$7; s+=$8; h+=$6} END {printf \"%d %.0f %.0f %.0f\", n, r, s, h}' \"$1\""
            #expect(try FieldData.shell(program, file) == sums.map(String.init).joined(separator: " "), "\(file.path)")
        }
    }

    @Test func `fastd's status`() throws {
        let files = try FieldData.files("lab-samples", "gw1-fastd-status.txt")
        #expect(files.count == 4)
        for file in files {
            let read = try FastdStatus(reading: FieldData.bytes(file))
            let sums = [
                milliseconds([read.uptime]), read.peers.count, read.peers.count(where: \.isConnected),
                milliseconds(read.peers.compactMap(\.connection?.established)),
            ]
            let program =
                ".uptime, (.peers|length), ([.peers[]|select(.connection)]|length), ([.peers[].connection.established//0]|add)"
            #expect(try sums == FieldData.jq(program, file), "\(file.path)")
        }
    }

    @Test func `tables of the kernel`() throws {
        for file in try FieldData.files("lab-samples", "-bridge-fdb.txt") {
            let read = try ForwardingEntry.all(in: FieldData.bytes(file))
            let sums = [
                read.count, read.count { $0.destination != nil }, read.count(where: \.isPermanent),
                read.count(where: \.isSelf), read.count { $0.via != nil },
            ]
            let program =
                #"length, (map(select(.dst))|length), (map(select(.state=="permanent"))|length), "#
                + #"(map(select(.flags|index("self")))|length), (map(select(.viaIf))|length)"#
            #expect(try sums == FieldData.jq(program, file), "\(file.path)")
        }
        for file in try FieldData.files("lab-samples", "-ip-route6.txt") {
            let read = try Route.all(in: FieldData.bytes(file))
            let sums = [read.count, read.reduce(0) { $0 + ($1.metric ?? 0) }, read.count { $0.origin == "static" }]
            let program = #"length, (map(.metric//0)|add), (map(select(.protocol=="static"))|length)"#
            #expect(try sums == FieldData.jq(program, file), "\(file.path)")
        }
        for file in try FieldData.files("lab-samples", "-ip-link.txt") {
            let read = try LinkState.all(in: FieldData.bytes(file))
            let sums = [read.count, read.reduce(0) { $0 + $1.mtu }, read.reduce(0) { $0 + ($1.vxlan?.vni ?? 0) }]
            let vni = #"(map(select(.linkinfo.info_kind=="vxlan")|.linkinfo.info_data.id)|add//0)"#
            #expect(try sums == FieldData.jq("length, (map(.mtu)|add), \(vni)", file), "\(file.path)")
        }
        for file in try FieldData.files("lab-samples", "-ip-addr.txt") {
            let read = try InterfaceAddress.all(in: FieldData.bytes(file))
            let sums = [read.count, read.reduce(0) { $0 + $1.address.length }]
            #expect(try sums == FieldData.jq("(map(.addr_info[])|length), (map(.addr_info[].prefixlen)|add)", file))
        }
        for file in try FieldData.files("lab-samples", "-networkctl-list.txt") {
            let read = try NetworkdLink.all(in: FieldData.bytes(file))
            let sums = [
                read.count, read.reduce(0) { $0 + $1.index }, read.count { $0.administrativeState == "configured" },
            ]
            let configured = #"([.Interfaces[]|select(.AdministrativeState=="configured")]|length)"#
            #expect(try sums == FieldData.jq("(.Interfaces|length), ([.Interfaces[].Index]|add), \(configured)", file))
        }
    }

    @Test func `224 answers of nodes from 2015`() throws {
        struct Line: Decodable {
            var deflateBase64: Data

            enum CodingKeys: String, CodingKey {
                case deflateBase64 = "deflate_base64"
            }
        }
        let file = FieldData.directory.appending(path: "respondd/datagrams.jsonl")
        let lines = try Data(contentsOf: file).split(separator: 10)
        #expect(lines.count == 224)
        let answers = try lines.map { line in
            try NodeAnswer(datagram: Array(JSONDecoder().decode(Line.self, from: line).deflateBase64)[...])
        }
        let statistics = answers.compactMap(\.statistics)
        let neighbours = answers.compactMap(\.neighbours).flatMap(\.neighbours)
        let sums = [
            answers.compactMap(\.info).count, statistics.count, answers.compactMap(\.neighbours).count,
            answers.compactMap(\.info).flatMap(\.addresses).count,
            statistics.reduce(0) { $0 + ($1.clients?.total ?? 0) },
            statistics.flatMap(\.vpnPeers).count, statistics.flatMap(\.vpnPeers).count { $0.established != nil },
            neighbours.count,
            neighbours.reduce(0) { $0 + ($1.quality.map(number) ?? 0) },
            milliseconds(neighbours.compactMap(\.lastSeen)),
        ]
        let program = """
            import base64, json, sys, zlib
            answers = [json.loads(zlib.decompress(base64.b64decode(json.loads(l)["deflate_base64"]), -15)) for l in open(sys.argv[1])]
            part = lambda name: [a[name] for a in answers if name in a]
            peers = [p for s in part("statistics") for g in s.get("mesh_vpn", {}).get("groups", {}).values() for p in g["peers"].values()]
            near = [n for p in part("neighbours") for i in p["batadv"].values() for n in i["neighbours"].values()]
            print(len(part("nodeinfo")), len(part("statistics")), len(part("neighbours")), sum(len(i["network"]["addresses"]) for i in part("nodeinfo")), sum(s["clients"]["total"] for s in part("statistics")), len(peers), sum(p is not None for p in peers), len(near), sum(n["tq"] for n in near), sum(round(n["lastseen"] * 1000) for n in near))
            """
        #expect(
            try FieldData.shell("python3 -c '\(program)' \"$1\"", file) == sums.map(String.init).joined(separator: " ")
        )
    }

    @Test func `yanic's samples of node and datagram`() throws {
        let directory = FieldData.directory.appending(path: "yanic-testdata")
        let datagram = try NodeAnswer(datagram: FieldData.bytes(directory.appending(path: "nodeinfo.flated")))
        #expect(datagram.nodeID?.isEmpty == false)
        for (name, member) in [("nodeinfo.json", "nodeinfo"), ("statistics.json", "statistics")] {
            let text = Array(#"{"\#(member)":"#.utf8) + (try FieldData.bytes(directory.appending(path: name))) + [0x7d]
            #expect(try NodeAnswer(json: text[...]).nodeID == "f81a67a601ea", "\(name)")
        }
        #expect(throws: ReadingError.self) {
            try NodeAnswer(json: FieldData.bytes(directory.appending(path: "nodes-broken.json")))
        }
    }
}
