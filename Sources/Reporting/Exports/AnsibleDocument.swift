import FleetModel

/// An inventory for Ansible, which holds all that ours does.
///
/// Groups: `umstieg_gateways`, `umstieg_nodes`, and for each domain `umstieg_domain_<code>` with its gateways and nodes;
/// what can't stand in a group's name becomes `_`, and a number tells apart what would be equal then.
///
/// Variables of `all`: `umstieg_version`, `umstieg_community` (`name`, `dialect`, `domain_prefixes`), `umstieg_broker`,
/// `umstieg_ssh`, with the fields of our own format; those of a domain's group: `umstieg_domain` (its code) and
/// `umstieg_settings`, what our own format has below the domain.
///
/// Variables of hosts: a gateway's `umstieg_external_name` and `umstieg_domains` (codes, in their order); a node's
/// `umstieg_hostname`, `umstieg_domain_code`, `umstieg_jump` (as in our own format; missing where it is reached directly),
/// each detail as `umstieg_<field>`, and `umstieg_links` (ids and gateways' names; each link stands at one of its nodes).
///
/// A gateway's `ansible_port` is its own or the default; `umstieg_port` is there only where it is its own.
struct AnsibleDocument {
    private let fleet: Fleet
    private let groups: [String: String]
    private let links: [String: [String]]
    private let nodesByDomain: [String: [Node]]

    init(_ fleet: Fleet) {
        self.fleet = fleet
        var names: Set<String> = []
        var groups: [String: String] = [:]
        for domain in fleet.domains {
            let plain = "umstieg_domain_" + domain.code.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
            var name = plain
            var number = 2
            while !names.insert(name).inserted {
                name = "\(plain)_\(number)"
                number += 1
            }
            groups[domain.code] = name
        }
        self.groups = groups
        nodesByDomain = Dictionary(grouping: fleet.nodes, by: \.domain)
        links = Dictionary(grouping: fleet.links, by: \.node).mapValues { $0.map(\.peer) }
    }

    /// An inventory file.
    var document: Document {
        let gateways = fleet.gateways.map { Document.Field($0.name, .fields(variables(of: $0))) }
        let nodes = fleet.nodes.map { Document.Field($0.id, .fields(variables(of: $0))) }
        let devices = [
            Document.Field("umstieg_gateways", .fields([Document.Field("hosts", .fields(gateways))])),
            Document.Field("umstieg_nodes", .fields([Document.Field("hosts", .fields(nodes))])),
        ]
        let all = [
            Document.Field("vars", .fields(settings)), Document.Field("children", .fields(devices + domains)),
        ]
        return .fields([Document.Field("all", .fields(all))])
    }

    /// What a dynamic inventory answers to `--list`.
    var dynamic: Document {
        let hosts =
            fleet.gateways.map { Document.Field($0.name, .fields(variables(of: $0))) }
            + fleet.nodes.map { Document.Field($0.id, .fields(variables(of: $0))) }
        let names = ["umstieg_gateways", "umstieg_nodes"] + fleet.domains.compactMap { groups[$0.code] }
        let top = [
            Document.Field("_meta", .fields([Document.Field("hostvars", .fields(hosts))])),
            Document.Field(
                "all",
                .fields([Document.Field("vars", .fields(settings)), Document.Field("children", .texts(names))])
            ),
            Document.Field("umstieg_gateways", Self.group(fleet.gateways.map(\.name))),
            Document.Field("umstieg_nodes", Self.group(fleet.nodes.map(\.id))),
        ]
        let parts = fleet.domains.map { domain in
            Document.Field(
                groups[domain.code] ?? domain.code,
                .fields([
                    Document.Field("hosts", .texts(members(of: domain))),
                    Document.Field("vars", .fields(variables(of: domain))),
                ])
            )
        }
        return .fields(top + parts)
    }

    private static func group(_ hosts: [String]) -> Document { .fields([Document.Field("hosts", .texts(hosts))]) }

    private var domains: [Document.Field] {
        let nothing = Document.fields([Document.Field]())
        return fleet.domains.map { domain in
            let hosts = members(of: domain).map { Document.Field($0, nothing) }
            let fields = [
                Document.Field("vars", .fields(variables(of: domain))), Document.Field("hosts", .fields(hosts)),
            ]
            return Document.Field(groups[domain.code] ?? domain.code, .fields(fields))
        }
    }

    private func members(of domain: Domain) -> [String] {
        fleet.gateways.filter { $0.domains.contains(domain.code) }.map(\.name)
            + (nodesByDomain[domain.code] ?? []).map(\.id)
    }

    private var settings: [(String, Document?)] {
        guard case .fields(let fields) = FleetDocument(fleet).document else { return [] }
        let values = Dictionary(fields.map { ($0.key, $0.value) }) { first, _ in first }
        return [
            ("umstieg_version", values["umstieg"]), ("umstieg_community", values["community"]),
            ("umstieg_broker", values["broker"]), ("umstieg_ssh", values["ssh"]),
        ]
    }

    private func variables(of domain: Domain) -> [(String, Document?)] {
        [("umstieg_domain", .text(domain.code)), ("umstieg_settings", FleetDocument(fleet).domain(domain))]
    }

    private func variables(of gateway: Gateway) -> [(String, Document?)] {
        [
            ("ansible_host", .text(gateway.address)),
            ("ansible_port", .number(gateway.port ?? fleet.ssh.port)),
            ("ansible_user", .text(fleet.ssh.user)),
            ("ansible_become", fleet.ssh.become.map { _ in .boolean(true) }),
            ("ansible_ssh_private_key_file", .text(fleet.ssh.identity)),
            ("umstieg_port", .number(gateway.port)),
            ("umstieg_external_name", .text(gateway.externalName)),
            ("umstieg_domains", .texts(gateway.domains)),
        ]
    }

    private func variables(of node: Node) -> [(String, Document?)] {
        let way: [(String, Document?)] = [
            ("ansible_host", .text(node.address)),
            ("ansible_user", .text("root")),
            ("ansible_ssh_private_key_file", .text(fleet.ssh.identity)),
            ("ansible_ssh_common_args", ProxyJump(to: node, in: fleet).map { .text($0.arguments) }),
            ("umstieg_hostname", .text(node.hostname)),
            ("umstieg_domain_code", .text(node.domain)),
            ("umstieg_jump", FleetDocument.jump(of: node)),
            ("umstieg_links", links[node.id].map(Document.texts)),
        ]
        return way + FleetDocument.details(of: node).map { key, value in ("umstieg_\(key)", value) }
    }
}
