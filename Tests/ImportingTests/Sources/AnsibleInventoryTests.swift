import FleetModel
import Importing
import Testing

struct AnsibleInventoryTests {
    private static let ini = """
        ; a comment
        web.example.net
        [gateways]
        gw[01:03].example.net ansible_port=2222
        gw9 ansible_host=192.0.2.9 ansible_ssh_common_args='-o ProxyCommand="ssh -W %h:%p -q root@jump.example.net"'
        gw8:2200 # another
        [all:vars]
        ansible_port = 1337
        [backbone:children]
        gateways
        [backbone:vars]
        ansible_ssh_common_args="-J hop"
        """

    @Test func `an inventory in INI`() throws {
        let file = try SourceText.read(Self.ini.replacing("\n", with: "\r\n"), groups: ["gateways"])
        #expect(file.format == .ansible)
        let gateways = file.facts.gateways
        #expect(gateways.map(\.name) == ["gw01", "gw02", "gw03", "gw8", "gw9"])
        #expect(
            gateways.map(\.address) == ["gw01.example.net", "gw02.example.net", "gw03.example.net", "gw8", "192.0.2.9"]
        )
        #expect(gateways.map(\.port) == [2222, 2222, 2222, 2200, 1337])
        #expect(gateways.map(\.jumpHost) == ["hop", "hop", "hop", "hop", "root@jump.example.net"])
        #expect(file.facts.notes.last?.hasPrefix("1 hosts are taken for no gateways") == true)
    }

    @Test func `a directory in YAML with variables of groups and hosts`() throws {
        let files = [
            "inventory.yml": """
            all:
              hosts:
                sn1: {ansible_host: sn1.example.net}
                sn2:
                web:
            supernodes:
              children: {south: }
            south:
              hosts: {sn1: , sn2: }
              vars: {ansible_port: 22}
            """,
            "group_vars/all/main.yml": "ansible_port: 1337\nfastd_peers: [{a: 1}]\n",
            "group_vars/all/vault.yml": "$ANSIBLE_VAULT;1.1;AES256\n6162\n",
            "group_vars/empty.yml": "---\n# nothing\n",
            "host_vars/sn2.yml": "ansible_host: '{{ lookup(\"dig\", \"x\") }}'\nansible_port: 2\n",
            "host_vars/sn1/main.yml": "ansible_ssh_common_args: -o ProxyJump=me@hop:2\n",
        ]
        let file = try SourceText.read(files)
        #expect(file.format == .ansible)
        #expect(file.facts.gateways.map(\.name) == ["sn1", "sn2"])
        #expect(file.facts.gateways.map(\.address) == ["sn1.example.net", "sn2"])
        #expect(file.facts.gateways.map(\.port) == [22, 2])
        #expect(file.facts.gateways.map(\.jumpHost) == ["me@hop:2", nil])
        #expect(file.facts.notes.contains("d/group_vars/all/vault.yml is encrypted and not read."))
        #expect(file.facts.notes.contains("sn2: ansible_host would have to be computed, and is left out."))
        let chosen = try SourceText.read(files, groups: ["south"])
        #expect(chosen.facts.gateways.count == 2)
        #expect(throws: ConfigErrors.self) { try SourceText.read(files, groups: ["north"]) }
    }

    @Test(arguments: [
        ("[gateways\ngw1", "line 1: expected «]» at the end of a group's name"),
        ("[gateways]\ngw1 ansible_host", "line 2: expected «name=value» after the host, found «ansible_host»"),
        ("[gateways]\ngw1 a='b", "line 2: a quote has no end"),
        ("[gateways]\ngw[1:99999999]", "line 2: «gw[1:99999999]» is no host, or stands for too many"),
        ("[gateways:x]", "line 1: expected [group], [group:children] or [group:vars]"),
        ("[all:vars]\nx", "line 2: expected «name = value»"),
        ("all:\n  hosts: [a]", "all/hosts: expected a mapping of fields, found a list"),
        ("all: {x: {}}", "all/x: unknown field, expected one of hosts, children, vars"),
    ])
    func `mistakes have a place`(text: String, message: String) {
        #expect(SourceText.complaint(text, as: .ansible) == "f: " + message)
    }

    @Test func `what this program has exported is read back as it was`() throws {
        let seed = String(repeating: "a", count: 64)
        let own = """
            umstieg: 1
            community: {name: Test, dialect: ffmuc, domain_prefixes: [fft_]}
            ssh: {user: admin, port: 2222, become: sudo}
            domains:
              fft_a: {seed: \(seed), wireguard: {port: 40001, mtu: 1406}, prefix6: ["fd00::/64"]}
            gateways:
              gw1: {address: 192.0.2.1, external_name: gw1.example.net, domains: [fft_a]}
            nodes:
              "02caffee0001": {hostname: n1, domain: fft_a, address: "fd00::1", jump: auto, clients: 3}
              "02caffee0002": {hostname: "22", domain: fft_a}
            links: [["02caffee0001", gw1], ["02caffee0001", "02caffee0002"]]
            """
        let exported = """
            all:
              vars:
                umstieg_version: 1
                umstieg_community: {name: Test, dialect: ffmuc, domain_prefixes: [fft_]}
                umstieg_ssh: {user: admin, port: 2222, become: sudo}
              children:
                umstieg_gateways:
                  hosts:
                    gw1: {ansible_host: 192.0.2.1, ansible_port: 2222, umstieg_external_name: gw1.example.net,
                      umstieg_domains: [fft_a]}
                umstieg_nodes:
                  hosts:
                    "02caffee0001": {ansible_host: "fd00::1", umstieg_hostname: n1, umstieg_domain_code: fft_a,
                      umstieg_jump: auto, umstieg_clients: 3, umstieg_links: [gw1, "02caffee0002"]}
                    "02caffee0002": {umstieg_hostname: "22", umstieg_domain_code: fft_a}
                umstieg_domain_fft_a:
                  vars:
                    umstieg_domain: fft_a
                    umstieg_settings: {seed: \(seed), wireguard: {port: 40001, mtu: 1406}, prefix6: ["fd00::/64"]}
                  hosts: {gw1: {}, "02caffee0001": {}, "02caffee0002": {}}
            """
        let file = try SourceText.read(exported)
        #expect(file.format == .ansible)
        #expect(file.facts == SourceFacts(try InventoryFile.read(own.utf8, file: "own")))
        #expect(
            SourceText.complaint(exported.replacing("mtu: 1406", with: "mtu: 9"))?.contains("domains/fft_a") == true
        )
    }

    @Test func `messages stay short however long what they quote is`() {
        let long = String(repeating: "x y", count: 9999)
        let complaint = SourceText.complaint("domains: [\"\(long)\"]\nmqtt: {}", as: .wgkex)
        #expect((complaint?.utf8.count ?? 0) < 600)
    }

    @Test func `groups that hold each other come to an end`() throws {
        let facts = try SourceText.read("[gw]\na\n[gw:children]\nb\n[b:children]\ngw\n", as: .ansible).facts
        #expect(facts.gateways.map(\.name) == ["a"])
    }
}
