import Importing
import Mesh

extension FuzzTarget {
    private static let key = "f9699a0cf70ec32b155eba14cce4fb611c40b5422e5cf92d9a42e347700b1ecc"

    /// What inventories are imported from.
    static let sources: [FuzzTarget] = [
        source(.meshviewer, [meshviewer]),
        source(
            .nodes,
            [nodes, #"{"batadv":{"nodes":[{"node_id":"a"},{"node_id":"b"}],"links":[{"source":0,"target":1}]}}"#]
        ),
        source(
            .yanic,
            [
                #"{"nodes":{"02caffee0001":{"online":true,"gateway":false,"lastseen":"2017-03-10T12:12:01","nodeinfo":{}}}}"#
            ]
        ),
        source(
            .respondd,
            [
                #"{"nodeinfo":{"node_id":"02caffee0001","hostname":"n1"}}"# + "\n"
                    + #"{"deflate_base64":"q1bKL1CyUlAqAQA="}"#,
                #"{"neighbours":{"node_id":"a","batadv":{"02:00:00:00:00:01":{"neighbours":{"02:00:00:00:00:02":{"tq":255}}}}}}"#,
            ]
        ),
        source(.umstieg, [inventory]),
        source(
            .ansible,
            [
                "[gateways]\ngw[01:03].example.net ansible_port=22 ansible_host='192.0.2.1'\n[all:vars]\na = \"b\"\n[x:children]\ngateways\n",
                "all:\n  hosts:\n    gw1: {ansible_host: gw1.example.net}\n  children:\n    gateways: {hosts: {gw1: }, vars: {ansible_port: 22}}\n",
            ]
        ),
        source(.fastdPeers, ["# MAC: 02:ca:ff:ee:00:01\nkey \"\(key)\";\nremote \"gw1\" port 10000;\n"]),
        source(.gluonDomain, [gluonDomain]),
        source(
            .wgkex,
            [
                "domains: [fft_a, fft_b]\ndomain_prefixes: [fft_]\nworkers: {gw1.example.net: {weight: 1}}\nexternalName: gw1\n"
            ]
        ),
        source(
            nil,
            [meshviewer, nodes, inventory, gluonDomain, "[gw]\na\n", "key \"\(key)\";\n", "domains: []\nmqtt: {}\n"]
        ),
    ]

    private static let meshviewer = """
        {"timestamp":"2026-11-27T12:00:00Z","nodes":[{"node_id":"02caffee0001","hostname":"n\\u00e9\\ud83d\\ude00","domain":"a",\
        "firstseen":"2025-01-01T00:00:00+0100","lastseen":1795000000,"is_online":true,"uptime":"2026-11-27T11:00:00Z",\
        "location":{"latitude":-48.5,"longitude":1.1e1},"firmware":{"release":"v1","base":"g"},"clients":4,"gateway":"0",\
        "addresses":["fe80::1"],"autoupdater":{"enabled":true,"branch":"stable"}},{"node_id":"0","is_gateway":true}],\
        "links":[{"type":"vpn","source":"02caffee0001","target":"0"},{"type":"wifi","source":"02caffee0001","target":"x"}]}
        """

    private static let nodes = """
        {"version":2,"timestamp":"2017-07-28T22:54:13+0200","nodes":[{"firstseen":"2017-03-19T11:20:29+0100","flags":{"online":true,\
        "gateway":false},"statistics":{"node_id":"02caffee0001","clients":{"total":5},"uptime":8483578.91,"memory":{"total":1},\
        "mesh_vpn":{"groups":{"backbone":{"peers":{"sn1":null,"sn2":{"established":12.5}},"groups":null}}}},"nodeinfo":{\
        "node_id":"02caffee0001","network":{"addresses":["fd00::1"],"mesh_vpn":{"provider":"fastd","enabled":true}},"system":\
        {"domain_code":"a"},"software":{"fastd":{"enabled":true},"firmware":{"release":"0","base":"g"}},"hardware":{"model":"x"}}}]}
        """

    private static let inventory = """
        umstieg: 1
        community: {name: Test, dialect: ffmuc, domain_prefixes: [fft_]}
        domains:
          fft_a: {seed: \(key), fastd: {instance: a, interface: fastd-a, port: 10001}, wireguard: {port: 40001, mtu: 1406}}
        gateways: {gw1: {address: 192.0.2.1, domains: [fft_a]}}
        nodes: {"02caffee0001": {hostname: n1, domain: fft_a, address: "fd00::1", jump: auto, latitude: -1.5, last_seen: 5}}
        links: [["02caffee0001", gw1]]

        """

    private static let gluonDomain = """
        -- a comment
        { domain_names = { fft_a = 'A' .. "B", }, domain_seed = '\(key)', prefix6 = 'fd00::/64', extra_prefixes6 = {}, x = [==[ ]] ]==],
          --[[ long ]] mesh_vpn = { mtu = 1406, fastd = { groups = { backbone = { peers = { gw1 = { key = '\(key)',
          remotes = { '"gw1" port 10000' } } } } } }, wireguard = { enabled = 'true', peers = { { publickey = 'x', endpoint = 'gw1:1' } } } } }
        """

    private static func source(_ format: SourceFormat?, _ seeds: [String]) -> FuzzTarget {
        FuzzTarget(name: "import \(format?.rawValue ?? "auto")", seeds: seeds.map { Array($0.utf8) }) {
            output throws(ReadingError) in
            let options = SourceFile.Options(format: format, withPersonalData: true) { try Inflation.inflated($0) }
            do throws(ConfigErrors) {
                _ = try SourceFile(Array(output), name: "input", options)
            } catch {
                let first = error.errors.first
                throw ReadingError(.unreadable, tool: "import", place: first?.path ?? "", message: first?.message ?? "")
            }
        }
    }
}
