import FleetModel
import Foundation
import GRDB
import Testing

@testable import FleetStore

struct SourceStoreTests {
    private let store: InventoryStore

    private static let map = FactSource(name: "map", format: "nodes", rank: .hearsay, toldAt: 200)

    init() throws {
        store = InventoryStore(try FleetDatabase.inMemory())
        _ = try store.save(
            .sample,
            from: InventoryImport(source: "a.yaml", format: "umstieg", importedAt: Date(timeIntervalSince1970: 100))
        )
    }

    private func facts(_ count: Int, hostname: String = "n") -> SourceFacts {
        var facts = SourceFacts()
        facts.nodes = (0..<count).map { number in
            var node = NodeFacts(id: "02caffee01" + String(100 + number).suffix(2))
            node.hostname = hostname
            node.domain = "a"
            node.addresses = ["fd00::1", "fe80::1"]
            node.tunnels = ["gw1"]
            node.latitude = 48.5
            return node
        }
        facts.links = count > 1 ? [.mesh(facts.nodes[0].id, facts.nodes[1].id)] : []
        return facts
    }

    private func take(
        _ facts: SourceFacts,
        from source: FactSource = map,
        acceptsShrink: Bool = false
    ) throws -> InventoryChange {
        try store.take(facts, from: source, importedAt: Date(timeIntervalSince1970: 300), acceptsShrink: acceptsShrink)
    }

    @Test func `nodes of a map stand beside those of the inventory file`() throws {
        let change = try take(facts(3))
        #expect(change.difference?.nodes.new.count == 3)
        #expect(change.difference?.links.new.count == 4)
        let fleet = try #require(try store.load())
        #expect(fleet.nodes.count == Fleet.sample.nodes.count + 3)
        #expect(fleet.domains == Fleet.sample.domains)
        #expect(fleet.node("02caffee0100")?.latitude == 48.5)
        #expect(try store.origin(ofNode: "02caffee0100")?.source == "map")
        #expect(try store.origin(ofNode: "02caffee0001")?.source == "a.yaml")
    }

    @Test func `the same again changes nothing`() throws {
        _ = try take(facts(3))
        let change = try take(facts(3))
        #expect(change.difference == nil)
        #expect(change.unchanged?.nodes == 3)
        #expect(try store.imports().count == 3)
    }

    @Test func `what a source no longer tells is gone, unless another one tells it`() throws {
        _ = try take(facts(10))
        let other = FactSource(name: "other", format: "nodes", rank: .hearsay, toldAt: 150)
        _ = try take(facts(1, hostname: "other"), from: other)
        #expect(try store.load()?.node("02caffee0100")?.hostname == "n")
        var less = facts(10)
        less.nodes.removeFirst(2)
        less.links = []
        let change = try take(less)
        #expect(change.difference?.nodes.gone == ["02caffee0101"])
        #expect(change.difference?.nodes.changed == ["02caffee0100"])
        #expect(change.difference?.links.gone.count == 2)
        #expect(try store.load()?.node("02caffee0100")?.hostname == "other")
    }

    @Test func `a source that shrinks by more than a fifth has to be accepted`() throws {
        _ = try take(facts(10))
        #expect(try take(facts(8)).shrinkage == nil)
        _ = try take(facts(10))
        let refused = try take(facts(7))
        #expect(refused.shrinkage?.description.hasPrefix("tells of 7 nodes, 10 before") == true)
        #expect(try store.load()?.nodes.count == Fleet.sample.nodes.count + 10)
        #expect(try store.preview(facts(0), from: Self.map).shrinkage != nil)
        #expect(try take(facts(7), acceptsShrink: true).difference?.nodes.gone.count == 3)
    }

    @Test func `a preview tells the same, and stores nothing`() throws {
        let preview = try store.preview(facts(3), from: Self.map)
        #expect(try store.load() == .sample)
        #expect(try take(facts(3)).difference == preview.difference)
    }

    @Test func `another inventory file takes the place of the one before`() throws {
        _ = try take(facts(2))
        var fleet = Fleet.sample
        fleet.nodes.removeLast()
        let difference = try store.save(
            fleet,
            from: InventoryImport(source: "b.yaml", format: "umstieg", importedAt: Date(timeIntervalSince1970: 400))
        )
        #expect(difference.nodes.gone == ["02caffee0003"])
        #expect(try store.sources().map(\.source.name) == ["b.yaml", "map"])
        #expect(try store.load()?.nodes.count == fleet.nodes.count + 2)
    }

    @Test func `keys of peers are kept, and go to their nodes`() throws {
        let keys = FactSource(name: "peers", format: "fastd-peers", rank: .hearsay, toldAt: 200)
        var facts = SourceFacts()
        facts.peers = [
            PeerFacts(name: "cafe", group: nil, key: String(repeating: "1", count: 64), node: "02caffee0001"),
            PeerFacts(name: "x", group: "south", key: String(repeating: "2", count: 64), node: nil),
        ]
        let change = try take(facts, from: keys)
        #expect(change.leftOut.peerCount == 1)
        #expect(try store.load()?.node("02caffee0001")?.fastdKey == String(repeating: "1", count: 64))
        #expect(try take(facts, from: keys).unchanged?.peers == 2)
    }

    @Test func `an inventory of an earlier version becomes what its file told`() throws {
        let queue = try DatabaseQueue()
        try FleetDatabase.migrator.migrate(queue, upTo: "0006-node-facts")
        let old = try DatabaseQueue()
        try FleetDatabase.migrator.migrate(old)
        try queue.write { db in
            try db.execute(sql: "INSERT INTO inventory_import VALUES (1, 'a.yaml', 'umstieg', '2026-11-18T11:06:40Z')")
            let fleet = Fleet.sample
            try CommunityRecord(fleet, importID: 1).insert(db)
            if let broker = fleet.broker { try BrokerRecord(broker).insert(db) }
            for domain in fleet.domains { try DomainRecord(domain, importID: 1).insert(db) }
            for gateway in fleet.gateways {
                try GatewayRecord(gateway, importID: 1).insert(db)
                for (position, code) in gateway.domains.enumerated() {
                    try GatewayDomainRecord(gateway: gateway.name, domain: code, position: position).insert(db)
                }
            }
            try NodeRecord.insertion.insert(fleet.nodes, in: db) { NodeRecord.add($0, to: &$1, importID: 1) }
            for link in fleet.links {
                try db.execute(sql: "INSERT INTO link VALUES (?, ?, ?, 1)", arguments: link.columns)
            }
        }
        try FleetDatabase.migrator.migrate(queue)
        try queue.read { db in
            let tables = SourceTables(database: db)
            let record = try #require(try tables.records().first)
            #expect(
                record.source == FactSource(name: "a.yaml", format: "umstieg", rank: .inventory, toldAt: 1_795_000_000)
            )
            let merge = FleetMerge([FactLayer(source: record.source, facts: try tables.facts(of: record))])
            #expect(merge.fleet == .sample)
        }
    }
}
