import FleetModel
import FleetStore
import Foundation
import Testing

struct InventoryStoreTests {
    private let store: InventoryStore
    private let first = InventoryImport(
        source: "a.yaml",
        format: "umstieg",
        importedAt: Date(timeIntervalSince1970: 1_795_000_000)
    )
    private let second = InventoryImport(
        source: "b.yaml",
        format: "umstieg",
        importedAt: Date(timeIntervalSince1970: 1_796_000_000)
    )

    init() throws {
        store = InventoryStore(try FleetDatabase.inMemory())
    }

    @Test func `before the first import there is no fleet`() throws {
        #expect(try store.load() == nil)
        #expect(try store.imports() == [])
    }

    @Test func `what is loaded equals what was imported`() throws {
        let difference = try store.save(.sample, from: first)
        #expect(difference.domains.new == ["a", "b"])
        #expect(difference.nodes.new.count == 3)
        #expect(try store.load() == .sample)
        #expect(try store.imports() == [first])
    }

    @Test func `an import of the same inventory changes nothing and keeps the provenance`() throws {
        _ = try store.save(.sample, from: first)
        let difference = try store.save(.sample, from: second)
        #expect(difference.isEmpty)
        #expect(difference.nodes.unchangedCount == 3)
        #expect(try store.origin(ofNode: "02caffee0001") == first)
        #expect(try store.imports() == [second, first])
    }

    @Test func `an import replaces the inventory and tells what changed`() throws {
        _ = try store.save(.sample, from: first)
        var fleet = Fleet.sample
        fleet.broker = nil
        fleet.domains[0].wireGuard.port = 40_002
        fleet.domains[1].wireGuard.port = 40_001
        fleet.gateways.removeLast()
        fleet.gateways[0].domains = ["a", "b"]
        fleet.nodes.removeFirst()
        fleet.nodes.append(Fleet.node("02caffee0009", jump: .direct))
        fleet.links = [.vpn(node: "02caffee0003", gateway: "gw1"), .mesh("02caffee0002", "02caffee0009")].sorted()
        let difference = try store.save(fleet, from: second)
        #expect(difference.changesSettings)
        #expect(difference.domains.changed == ["a", "b"])
        #expect(difference.gateways.changed == ["gw1"])
        #expect(difference.gateways.gone == ["gw2"])
        #expect(difference.nodes.new == ["02caffee0009"])
        #expect(difference.nodes.gone == ["02caffee0001"])
        #expect(difference.links.new == ["02caffee0002–02caffee0009", "02caffee0003–gw1"])
        #expect(difference.links.gone == ["02caffee0001–02caffee0002", "02caffee0001–gw1"])
        #expect(try store.load() == fleet)
        #expect(try store.origin(ofDomain: "a") == second)
        #expect(try store.origin(ofGateway: "gw1") == second)
        #expect(try store.origin(ofGateway: "gw2") == nil)
        #expect(try store.origin(ofNode: "02caffee0002") == first)
    }

    @Test func `links stay when the devices at their ends change`() throws {
        _ = try store.save(.sample, from: first)
        var fleet = Fleet.sample
        fleet.nodes[0].hostname = "renamed"
        fleet.gateways[0].address = "192.0.2.9"
        let difference = try store.save(fleet, from: second)
        #expect(difference.links.unchangedCount == 2)
        #expect(try store.load() == fleet)
        fleet.links = []
        #expect(try !store.save(fleet, from: second).isEmpty)
        #expect(try store.load() == fleet)
    }

    @Test func `an import that breaks a rule of the schema leaves the old inventory`() throws {
        _ = try store.save(.sample, from: first)
        var broken: [Fleet] = []
        for change: (inout Fleet) -> Void in [
            { $0.nodes[0].domain = "none" },
            { $0.nodes[0].id = "NO" },
            { $0.nodes[0].jump = .gateway("none") },
            { $0.gateways[0].domains = ["none"] },
            { $0.domains[0].wireGuard.port = 40_002 },
            { $0.domains[0].seed = "x" },
            { $0.ssh.port = 0 },
            { $0.domains.removeFirst() },
            { $0.links.append(.vpn(node: "02caffee0001", gateway: "none")) },
            { $0.links.append(.vpn(node: "none", gateway: "gw1")) },
            { $0.links.append(.mesh("02caffee0001", "02caffee0001")) },
            { $0.nodes.removeFirst() },
        ] {
            var fleet = Fleet.sample
            change(&fleet)
            broken.append(fleet)
        }
        for fleet in broken {
            #expect(throws: StoreError.self) { try store.save(fleet, from: second) }
        }
        #expect(try store.load() == .sample)
        #expect(try store.imports() == [first])
    }
}
