import FleetModel
import FleetStore
import Foundation
import Testing

struct InventoryHistoryTests {
    private let store: InventoryStore

    init() throws {
        store = InventoryStore(try FleetDatabase.inMemory())
    }

    private func save(_ fleet: Fleet, at time: Double) throws {
        let origin = InventoryImport(
            source: "map",
            format: "umstieg",
            importedAt: Date(timeIntervalSince1970: time)
        )
        _ = try store.save(fleet, from: origin)
    }

    @Test func `the first import is no change`() throws {
        try save(.sample, at: 1000)
        #expect(try store.changes(since: 0) == [])
    }

    @Test func `the first map brings no changes, either`() throws {
        var fleet = Fleet.sample
        (fleet.nodes, fleet.links) = ([], [])
        try save(fleet, at: 1000)
        try save(.sample, at: 2000)
        #expect(try store.changes(since: 0) == [])
    }

    @Test func `new, gone and each changed fact are kept, with both values`() throws {
        try save(.sample, at: 1000)
        var fleet = Fleet.sample
        let first = fleet.nodes[0]
        fleet.nodes[0].firmware = "v9999"
        fleet.nodes[0].online = false
        fleet.nodes[0].state = .offline
        fleet.nodes[0].clients = 99
        let gone = fleet.nodes.remove(at: 1)
        fleet.links.removeAll { $0.node == gone.id || $0.peer == gone.id }
        try save(fleet, at: 2000)
        let changes = try store.changes(since: 2000)
        #expect(changes.filter { $0.kind == .gone }.map(\.name) == [gone.id])
        let changed = changes.filter { $0.kind == .changed }
        #expect(Set(changed.map(\.fact)).isSubset(of: ["firmware", "online", "state"]))
        let firmware = try #require(changed.first { $0.fact == "firmware" })
        #expect(firmware.before == first.firmware)
        #expect(firmware.after == "v9999")
        #expect(firmware.source == "map")
        #expect(firmware.time == 2000)
        #expect(try store.changes(since: 2001) == [])
    }

    @Test func `old changes are forgotten`() throws {
        try save(.sample, at: 1000)
        var fleet = Fleet.sample
        fleet.nodes[0].firmware = "v1"
        try save(fleet, at: 2000)
        fleet.nodes[0].firmware = "v2"
        try save(fleet, at: 2000 + 401 * 86_400)
        #expect(try store.changes(since: 0).map(\.after) == ["v2"])
    }
}
