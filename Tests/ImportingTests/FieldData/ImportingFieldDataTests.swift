import FleetModel
import Foundation
import Importing
import Testing

/// Each source of real communities gives what an independent reading of it gives.
@Suite(.enabled(if: ImportingFieldData.isPresent, "field data are not beside this checkout, or python3 is missing"))
struct ImportingFieldDataTests {
    /// One line a node, as Python prints it.
    private func lines(_ nodes: [NodeFacts]) -> [String] {
        nodes.map { node in
            let texts: [String?] = [
                node.id, node.hostname, node.model, node.firmware, node.firmwareBase, node.autoupdaterBranch,
                node.addresses.joined(separator: " "), node.gateway, node.tunnels?.sorted().joined(separator: " "),
            ]
            let online: Int? = node.online.map { $0 ? 1 : 0 }
            let numbers: [Int?] = [
                online, node.clients, node.firstSeen, node.lastSeen, node.uptime, node.isGateway ? 1 : 0,
            ]
            let words: [String] = texts.map { $0 ?? "" } + numbers.map { $0.map { String($0) } ?? "" }
            return words.joined(separator: "|")
        }
    }

    private static let wrapped = """
        import json, sys, datetime as d
        o = json.load(open(sys.argv[1]))
        ns = o["nodes"]; ns = ns.values() if isinstance(ns, dict) else ns
        def t(s):
            x = d.datetime.fromisoformat(s)
            return int((x if x.tzinfo else x.replace(tzinfo=d.timezone.utc)).timestamp())
        def peers(g):
            r = [n for n, p in (g.get("peers") or {}).items() if p]
            for s in (g.get("groups") or {}).values(): r += peers(s)
            return r
        rows = []
        for n in ns:
            i = n["nodeinfo"]; s = n.get("statistics") or {}; w = i.get("software") or {}; f = w.get("firmware") or {}
            a = w.get("autoupdater") or {}; m = s.get("mesh_vpn"); c = s.get("clients"); u = s.get("uptime")
            rows.append((i["node_id"].lower() if len(i["node_id"]) == 12 else i["node_id"], "|".join(map(str, [
                i.get("hostname") or "", (i.get("hardware") or {}).get("model") or "", f.get("release") or "", f.get("base") or "",
                "" if a.get("enabled") is False else a.get("branch") or "", " ".join(i.get("network", {}).get("addresses") or []),
                s.get("gateway") or "", "" if m is None else " ".join(sorted(peers(m))),
                "" if n.get("flags") is None else int(n["flags"]["online"]), "" if c is None else c,
                t(n["firstseen"]) if n.get("firstseen") else "", t(n["lastseen"]) if n.get("lastseen") else "",
                "" if u is None else int(u), int(bool((n.get("flags") or {}).get("gateway")))]))))
        for r in sorted(rows): print(r[0] + "|" + r[1])
        """

    @Test(arguments: [
        ("maps/nodes-v2-1139.json", 1139, SourceFormat.nodes), ("maps/nodes-v1-56.json", 56, .nodes),
        ("yanic-testdata/nodes.json", 2, .nodes),
    ])
    func `maps with what respondd tells`(name: String, count: Int, format: SourceFormat) throws {
        let file = try ImportingFieldData.read(name)
        #expect(file.format == format)
        #expect(file.facts.nodes.count == count)
        #expect(lines(file.facts.nodes) == (try ImportingFieldData.python(Self.wrapped, name)))
    }

    @Test func `the graph of Hannover's 1139 nodes`() throws {
        let facts = try ImportingFieldData.read("maps/nodes-v2-1139.json", graph: "maps/graph-1139.json").facts
        let program = """
            import json, sys
            g = json.load(open(sys.argv[1]))["batadv"]; n = [x["node_id"] for x in g["nodes"]]
            gw = {x["nodeinfo"]["node_id"]: x["nodeinfo"]["hostname"] for x in json.load(open(sys.argv[1].replace("graph-1139", "nodes-v2-1139")))["nodes"] if x["flags"]["gateway"]}
            mesh, vpn = set(), set()
            for l in g["links"]:
                a, b = n[l["source"]], n[l["target"]]
                if a in gw and b in gw or a == b: continue
                if a in gw: vpn.add((b, gw[a]))
                elif b in gw: vpn.add((a, gw[b]))
                elif not l["vpn"]: mesh.add((min(a, b), max(a, b)))
            for m in sorted(mesh): print(*m)
            print(len(vpn))
            """
        let expected = try ImportingFieldData.python(program, "maps/graph-1139.json")
        #expect(facts.links.map { "\($0.node) \($0.peer)" } == Array(expected.dropLast()))
        let gateways = Set(facts.nodes.filter(\.isGateway).compactMap(\.hostname))
        let tunnels = facts.nodes.filter { !$0.isGateway }.flatMap { node in
            (node.tunnels ?? []).filter(gateways.contains)
        }
        #expect(expected.last == "\(tunnels.count)")
    }

    @Test func `a map of meshviewer`() throws {
        let name = "maps/meshviewer-small.json"
        let program = """
            import json, sys
            o = json.load(open(sys.argv[1]))
            for n in sorted(o["nodes"], key=lambda n: n["node_id"]):
                f = n.get("firmware") or {}; a = n.get("autoupdater") or {}
                print("|".join(map(str, [n["node_id"], n["hostname"], n["domain"], n.get("model") or "", f.get("release") or "", f.get("base") or "",
                    a.get("branch") or "" if a.get("enabled") else "", int(n["is_online"]), n.get("clients", ""), int(n["is_gateway"]), " ".join(n.get("addresses") or []),
                    n["location"]["latitude"]])))
            """
        let file = try ImportingFieldData.read(name)
        #expect(file.format == .meshviewer)
        let lines = file.facts.nodes.map { node in
            [
                node.id, node.hostname ?? "", node.domain ?? "", node.model ?? "", node.firmware ?? "",
                node.firmwareBase ?? "",
                node.autoupdaterBranch ?? "", node.online == true ? "1" : "0", node.clients.map { "\($0)" } ?? "",
                node.isGateway ? "1" : "0", node.addresses.joined(separator: " "), node.latitude.map { "\($0)" } ?? "",
            ].joined(separator: "|")
        }
        #expect(lines == (try ImportingFieldData.python(program, name)))
        #expect(throws: ConfigErrors.self) { try ImportingFieldData.read("yanic-testdata/nodes-broken.json") }
    }

    @Test func `fastd's peers of Mainz`() throws {
        let program = """
            import os, re, sys
            keys = {}
            for n in sorted(os.listdir(sys.argv[1])):
                m = re.search(rb'^\\s*key\\s*"([0-9a-fA-F]{64})"', open(os.path.join(sys.argv[1], n), "rb").read(), re.M)
                if m: print(n + "|" + m.group(1).decode().lower()); keys.setdefault(m.group(1).lower(), []).append(n)
            print(sum(len(v) > 1 for v in keys.values()))
            """
        let file = try ImportingFieldData.read("fastd-peers")
        #expect(file.format == .fastdPeers)
        let expected = try ImportingFieldData.python(program, "fastd-peers")
        #expect(Set(file.facts.peers.map { "\($0.name)|\($0.key)" }) == Set(expected.dropLast()))
        let doubles = file.facts.notes.count { $0.hasPrefix("The key ") }
        #expect(expected.last.flatMap { Int($0) }.map { min($0, 10) } == doubles)
    }

    @Test(arguments: [("fastd-only", Node.State.fastd), ("dual", .dual), ("wg-only", .wireguard)])
    func `Munich's domains before, between and after`(directory: String, state: Node.State) throws {
        let file = try ImportingFieldData.read("gluon-domains-ffmuc-before-2020/\(directory)")
        #expect(file.format == .gluonDomain)
        #expect(file.facts.domains.count == 12)
        #expect(file.facts.domains.allSatisfy { $0.state == state })
    }

    @Test func `Munich's domains, line by line`() throws {
        let program = """
            import os, re, sys
            for n in sorted(os.listdir(sys.argv[1] + "/domains")):
                t = re.sub("--.*", "", open(sys.argv[1] + "/domains/" + n).read())
                g = lambda p: re.findall(p, t)
                ports = set(g(r"endpoint\\s*=\\s*'[^']*:(\\d+)'"))
                prefixes = g(r"prefix6\\s*=\\s*'([^']*)'") + re.findall(r"'([^']*)'", "".join(g(r"(?s)extra_prefixes6\\s*=\\s*\\{(.*?)\\}")))
                print("|".join([n[:-5], g(r"domain_seed\\s*=\\s*'(\\w+)'")[0], " ".join(prefixes), ports.pop() if len(ports) == 1 else "",
                    g(r"\\bmtu\\s*=\\s*(\\d+)")[0], " ".join(sorted(g(r"publickey\\s*=\\s*'([^']*)'")))]))
            """
        let facts = try ImportingFieldData.read("gluon-domains-ffmuc").facts
        let lines = facts.domains.map { domain in
            [
                domain.code, domain.seed ?? "", (domain.prefix6 ?? []).joined(separator: " "),
                domain.wireGuardPort.map { "\($0)" } ?? "",
                domain.wireGuardMTU.map { "\($0)" } ?? "",
                facts.gateways.compactMap { $0.wireGuardKeys?[domain.code] }.sorted().joined(separator: " "),
            ].joined(separator: "|")
        }
        #expect(lines == (try ImportingFieldData.python(program, "gluon-domains-ffmuc")))
        #expect(facts.domains.count == 19)
    }

    @Test func `Dortmund's answers of respondd`() throws {
        let program = """
            import base64, json, sys, zlib
            nodes, macs, heard = {}, {}, []
            for l in open(sys.argv[1]):
                a = json.loads(zlib.decompress(base64.b64decode(json.loads(l)["deflate_base64"]), -15))
                for k, v in a.items():
                    nodes.setdefault(v["node_id"], {})[k] = v
                    if k == "nodeinfo":
                        m = v["network"].get("mesh_interfaces") or []
                        for b in (v["network"].get("mesh") or {}).values():
                            for x in b["interfaces"].values(): m = m + x
                        for x in m: macs[x] = v["node_id"]
                    if k == "neighbours":
                        for own, x in (v.get("batadv") or {}).items():
                            macs[own] = v["node_id"]
                            heard += [(v["node_id"], o) for o in (x.get("neighbours") or {})]
            for i, n in sorted(nodes.items()):
                f = n.get("nodeinfo") or {}; c = (n.get("statistics") or {}).get("clients", {}).get("total", "")
                print("|".join([i, f.get("hostname", ""), f.get("hardware", {}).get("model", ""), f.get("software", {}).get("firmware", {}).get("release", ""), str(c)]))
            print(len({(min(a, macs[b]), max(a, macs[b])) for a, b in heard if b in macs and macs[b] != a}))
            """
        let name = "respondd/datagrams.jsonl"
        let file = try ImportingFieldData.read(name)
        #expect(file.format == .respondd)
        let lines = file.facts.nodes.map { node in
            [node.id, node.hostname ?? "", node.model ?? "", node.firmware ?? "", node.clients.map { "\($0)" } ?? ""]
                .joined(separator: "|")
        }
        let expected = try ImportingFieldData.python(program, name)
        #expect(lines == Array(expected.dropLast()))
        #expect(expected.last == "\(file.facts.links.count)")
    }

    @Test func `Hannover's Ansible`() throws {
        let facts = try ImportingFieldData.read("ansible-ffh").facts
        #expect(facts.gateways.map(\.name) == ["sn06", "sn07", "sn08"])
        #expect(facts.gateways.map(\.address) == ["sn06.s.ffh.zone", "sn07.s.ffh.zone", "sn08.s.ffh.zone"])
        #expect(facts.gateways.map(\.port) == [1337, 1337, 1337])
        let program =
            "import sys;print(sum(l.startswith('    ') and l[4] not in ' #' and l.rstrip().endswith(':') for l in open(sys.argv[1]+'/inventory.yml').read().split('\\n\\n')[1].splitlines()))"
        let hosts = try ImportingFieldData.python(program, "ansible-ffh")
        #expect(
            facts.notes.last?.hasPrefix("\((Int(hosts.first ?? "") ?? 0) + 1 - 3) hosts are taken for no gateways")
                == true
        )
    }

    @Test func `Munich's key exchange`() throws {
        let facts = try ImportingFieldData.read("wgkex-samples/wgkex.yaml").facts
        let program = "import re,sys;print(*sorted(re.findall(r'^  - (ff\\w+)$',open(sys.argv[1]).read(),re.M)[:7]))"
        #expect(
            facts.domains.map(\.code).joined(separator: " ")
                == (try ImportingFieldData.python(program, "wgkex-samples/wgkex.yaml").first)
        )
        #expect(facts.gateways.map(\.name) == ["gw04", "gw05", "gw06", "gw07"])
        #expect(facts.gateways.first?.externalName == "gw04.ext.ffmuc.net")
    }
}
