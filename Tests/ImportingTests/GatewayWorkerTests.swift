import FleetModel
import Foundation
import Importing
import KeyExchange
import KeyWorker
import Planning
import Testing
import UmstiegTesting

/// What `gateway-worker.yaml` writes must be what the worker reads.
struct GatewayWorkerTests {
    private static let package = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let directory = "/etc/umstieg/worker.d"
    private static let digest = String(repeating: "5a", count: 32)

    private func text(of path: String) throws -> String {
        try String(contentsOf: Self.package.appending(path: path), encoding: .utf8)
    }

    private func fleet() throws -> Fleet {
        try InventoryFile.read(contentsOf: Self.package.appending(path: "Inventory/community.yaml").path)
    }

    /// The contents of the files that a playbook writes on a gateway, by path.
    private func files(
        on gateway: Gateway,
        of fleet: Fleet,
        by name: String = "gateway-worker.yaml",
        scope: String = "host"
    ) throws -> [String: String] {
        let bytes = try Data(contentsOf: Self.package.appending(path: "Playbooks/\(name)"))
        let playbook = try PlaybookFile.read(bytes, file: name).resolvingPrograms { name in
            #expect(name == "umstieg-worker")
            return Self.digest
        }
        let unit = UnitID(host: gateway.name, scope: scope)
        let rendered = try UnitRenderer(fleet: fleet, keys: [:]).render(playbook, for: unit)
        let files = rendered.steps.compactMap { if case .file(let file) = $0.step { file } else { nil } }
        return Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.content) })
    }

    @Test func `the settings of a gateway are read back as the inventory has them`() throws {
        let fleet = try fleet()
        let mqtt = try #require(fleet.broker?.mqtt)
        for gateway in fleet.gateways {
            let text = try #require(files(on: gateway, of: fleet)["/etc/umstieg/worker.yaml"])
            let settings = try ExchangeSettings(yaml: Array(text.utf8), file: "worker.yaml")
            #expect(settings.domains.isEmpty)
            #expect(settings.worker.domainsDirectory == Self.directory)
            #expect(settings.worker.externalName == gateway.externalName)
            #expect(settings.mqtt.host == mqtt.host)
            #expect(settings.mqtt.port == mqtt.port)
            #expect(settings.mqtt.usesTLS == mqtt.tls)
            #expect(settings.mqtt.username == mqtt.username)
            let secret = "/run/credentials/umstieg-worker.service/mqtt-password"
            #expect(settings.mqtt.password == .file(secret))
        }
    }

    @Test func `a domain's own transaction names it to the worker, in the way that the worker's settings say`() throws {
        var fleet = try fleet()
        for dialect in Dialect.allCases {
            for index in fleet.domains.indices { fleet.domains[index].dialect = dialect }
            for gateway in fleet.gateways {
                let text = try #require(files(on: gateway, of: fleet)["/etc/umstieg/worker.yaml"])
                var settings = try ExchangeSettings(yaml: Array(text.utf8), file: "worker.yaml")
                let directory = try TestDirectory()
                for domain in gateway.domains {
                    let files = try files(on: gateway, of: fleet, by: "gateway-wireguard.yaml", scope: domain)
                    let text = try #require(files["\(Self.directory)/\(domain).yaml"])
                    try directory.write(text, to: "\(domain).yaml")
                }
                settings.worker.domainsDirectory = directory.path
                var served = ServedDomains(settings)
                served.look()
                #expect(served.findings.isEmpty)
                let known = gateway.domains.sorted().compactMap(fleet.domain)
                #expect(
                    served.domains
                        == known.map { ExchangeDomain(code: $0.code, shortName: $0.shortName, dialect: dialect) }
                )
            }
        }
    }

    @Test func `a domain is named to the worker behind its interfaces, and before its drain on the way back`() throws {
        let bytes = try Data(contentsOf: Self.package.appending(path: "Playbooks/gateway-wireguard.yaml"))
        let kinds = try PlaybookFile.read(bytes, file: "gateway-wireguard.yaml").steps.map { named in
            switch named.step {
            case .networkd: "units"
            case .file: "file"
            case .batmanOverride: "override"
            default: "other"
            }
        }
        #expect(kinds == ["units", "file", "override"])
    }

    @Test func `without a user name and prefixes the settings are read back, too`() throws {
        var fleet = try fleet()
        fleet.broker?.mqtt?.username = nil
        fleet.community.domainPrefixes = []
        for index in fleet.domains.indices { fleet.domains[index].shortName = fleet.domains[index].code }
        let gateway = try #require(fleet.gateways.first)
        let files = try files(on: gateway, of: fleet)
        let settings = try ExchangeSettings(
            yaml: Array(try #require(files["/etc/umstieg/worker.yaml"]).utf8),
            file: "worker.yaml"
        )
        #expect(settings.mqtt.username == nil)
        #expect(settings.mqtt.password == nil)
        #expect(settings.rule == DomainRule(prefixes: [""], dialect: fleet.community.dialect))
        #expect(files["/etc/systemd/system/umstieg-worker.service"]?.contains("mqtt-password") == false)
    }

    @Test func `the unit is the one that is shipped, but for the program and its settings`() throws {
        let fleet = try fleet()
        let gateway = try #require(fleet.gateways.first)
        let made = try #require(files(on: gateway, of: fleet)["/etc/systemd/system/umstieg-worker.service"])
        let path = "/usr/local/libexec/umstieg/umstieg-worker-\(Self.digest.prefix(16))"
        #expect(made.contains("\nExecStart=\(path) --config %d/worker.yaml\n"))
        let own = ["#", "ExecStart=", "LoadCredential="]
        let common = { (text: String) in
            text.split(separator: "\n").filter { line in !own.contains { line.hasPrefix($0) } }
        }
        #expect(common(made) == common(try text(of: "Playbooks/systemd/umstieg-worker.service")))
    }

    @Test func `a playbook for which no program was looked up says so in its path`() throws {
        let step = ProgramStep(name: "umstieg-worker", directory: "/x")
        #expect(step.path == "/x/umstieg-worker-<digest>")
    }
}
