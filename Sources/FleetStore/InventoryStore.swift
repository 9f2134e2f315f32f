package import FleetModel
import Foundation
import GRDB

/// The inventory in a workspace's database.
package struct InventoryStore: Sendable {
    let database: FleetDatabase

    package init(_ database: FleetDatabase) {
        self.database = database
    }

    /// What was imported last, or nil before the first import.
    package func load() throws(StoreError) -> Fleet? {
        try database.read { try fleet($0) }
    }

    /// The same as far as lists show it and selectors look at it: without links, and without most facts of nodes.
    package func loadListed() throws(StoreError) -> Fleet? {
        try database.read { try fleet($0, isListed: true) }
    }

    /// Takes a fleet for what an inventory file tells, in place of the one before, in one transaction.
    ///
    /// Rows that don't change keep their provenance.
    ///
    /// - Parameters:
    ///   - fleet: sorted, as `Importing` returns it.
    ///   - origin: the provenance of what is new or changed.
    /// - Returns: what changed.
    /// - Throws: `StoreError`; the inventory is the old one then.
    package func save(_ fleet: Fleet, from origin: InventoryImport) throws(StoreError) -> FleetDifference {
        let source = FactSource(
            name: origin.source,
            format: origin.format,
            rank: .inventory,
            toldAt: Int(origin.importedAt.timeIntervalSince1970)
        )
        let facts = SourceFacts(fleet)
        guard FleetMerge([FactLayer(source: source, facts: facts)]).fleet == fleet else {
            throw StoreError(.failed, path: database.path, message: "the inventory refers to what it doesn't hold")
        }
        let change = try take(
            facts,
            from: source,
            importedAt: origin.importedAt,
            acceptsShrink: true
        )
        return change.difference ?? FleetDifference(from: fleet, to: fleet)
    }

    /// All imports, the latest first.
    package func imports() throws(StoreError) -> [InventoryImport] {
        try database.read { database in
            try InventoryImportRecord.order(Column("id").desc).fetchAll(database).map(Self.origin)
        }
    }

    /// The import that a domain's values come from, or nil if there is no such domain.
    package func origin(ofDomain code: String) throws(StoreError) -> InventoryImport? {
        try origin(table: DomainRecord.databaseTableName, key: "code", value: code)
    }

    /// The import that a gateway's values come from, or nil if there is no such gateway.
    package func origin(ofGateway name: String) throws(StoreError) -> InventoryImport? {
        try origin(table: GatewayRecord.databaseTableName, key: "name", value: name)
    }

    /// The import that a node's values come from, or nil if there is no such node.
    package func origin(ofNode id: String) throws(StoreError) -> InventoryImport? {
        try origin(table: NodeRecord.databaseTableName, key: "id", value: id)
    }
}

extension InventoryStore {
    func fleet(_ database: Database, isListed: Bool = false) throws -> Fleet? {
        guard let settings = try CommunityRecord.fetchOne(database) else { return nil }
        let domainsOfGateways = Dictionary(
            grouping: try GatewayDomainRecord.order(Column("gateway"), Column("position")).fetchAll(database),
            by: \.gateway
        )
        return Fleet(
            community: settings.community,
            broker: try BrokerRecord.fetchOne(database)?.broker,
            ssh: settings.ssh,
            domains: try DomainRecord.order(Column("code")).fetchAll(database).map(\.domain),
            gateways: try GatewayRecord.order(Column("name")).fetchAll(database).map { record in
                record.gateway(domains: (domainsOfGateways[record.name] ?? []).map(\.domain))
            },
            nodes: isListed
                ? try nodes(database, NodeRecord.listing, NodeRecord.listed)
                : try nodes(database, NodeRecord.selection, NodeRecord.node),
            links: isListed ? [] : try links(database)
        )
    }

    private func links(_ database: Database) throws -> [Link] {
        try RowReader(database, sql: "SELECT node, peer_node, gateway FROM link").all { row -> Link? in
            guard let node = row.text(0) else { return nil }
            return row.text(1).map { .mesh(node, $0) } ?? row.word(2).map { .vpn(node: node, gateway: $0) }
        }
        .compactMap(\.self).sorted()
    }

    private func nodes(
        _ database: Database,
        _ selection: String,
        _ node: @escaping @Sendable (RowCursor) throws -> Node
    ) throws -> [Node] {
        let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM node") ?? 0
        return try RowReader(database, sql: selection).all(expecting: count, node)
    }

    func record(_ origin: InventoryImport, in database: Database) throws -> Int64 {
        try InventoryImportRecord(
            id: nil,
            source: origin.source,
            format: origin.format,
            importedAt: origin.importedAt
        ).insert(database)
        return database.lastInsertedRowID
    }

    /// Writes what distinguishes the inventory from the one before.
    func store(_ fleet: Fleet, _ difference: FleetDifference, importID: Int64, in database: Database) throws {
        try saveSettings(fleet, importID: importID, in: database)
        try remove(difference, in: database)
        let domains = Set(difference.domains.new + difference.domains.changed)
        for domain in fleet.domains where domains.contains(domain.code) {
            try DomainRecord(domain, importID: importID).insert(database)
        }
        let gateways = Set(difference.gateways.new + difference.gateways.changed)
        for gateway in fleet.gateways where gateways.contains(gateway.name) {
            try insert(gateway, importID: importID, in: database)
        }
        try insert(fleet.nodes, difference.nodes, importID: importID, in: database)
        try saveLinks(fleet.links, importID: importID, in: database)
    }

    private func insert(
        _ nodes: [Node],
        _ changes: FleetDifference.Changes,
        importID: Int64,
        in database: Database
    ) throws {
        let areAllNew = changes.unchangedCount == 0
        let ids = areAllNew ? [] : Set(changes.new + changes.changed)
        let rows = areAllNew ? nodes : nodes.filter { ids.contains($0.id) }
        try NodeRecord.insertion.insert(rows, in: database) { node, block in
            NodeRecord.add(node, to: &block, importID: importID)
        }
    }

    private func saveSettings(_ fleet: Fleet, importID: Int64, in database: Database) throws {
        try CommunityRecord.deleteAll(database)
        try CommunityRecord(fleet, importID: importID).insert(database)
        try BrokerRecord.deleteAll(database)
        if let broker = fleet.broker { try BrokerRecord(broker).insert(database) }
    }

    private func insert(_ gateway: Gateway, importID: Int64, in database: Database) throws {
        try GatewayRecord(gateway, importID: importID).insert(database)
        for (position, code) in gateway.domains.enumerated() {
            try GatewayDomainRecord(gateway: gateway.name, domain: code, position: position).insert(database)
        }
    }

    /// Those that stay keep their provenance.
    private func saveLinks(_ links: [Link], importID: Int64, in database: Database) throws {
        let old = Set(try self.links(database))
        let deletion = try database.makeStatement(
            sql: "DELETE FROM link WHERE node = ? AND peer_node IS ? AND gateway IS ?"
        )
        for link in old.subtracting(links) { try deletion.execute(arguments: link.columns) }
        let insertion = BulkInsertion(into: "link", columns: ["node", "peer_node", "gateway", "import_id"])
        try insertion.insert(links.filter { !old.contains($0) }, in: database) { link, block in
            block.add(link.node)
            block.add(link.kind == .mesh ? link.peer : nil)
            block.add(link.kind == .vpn ? link.peer : nil)
            block.add(importID)
        }
    }

    /// Removes what is gone, and what is inserted anew because it changed: two domains may have swapped their ports.
    private func remove(_ difference: FleetDifference, in database: Database) throws {
        let gateways = difference.gateways.gone + difference.gateways.changed
        for name in gateways {
            try database.execute(sql: "DELETE FROM gateway_domain WHERE gateway = ?", arguments: [name])
        }
        try GatewayRecord.deleteAll(database, keys: gateways)
        let deletion = try database.makeStatement(sql: "DELETE FROM node WHERE id = ?")
        for id in difference.nodes.gone + difference.nodes.changed { try deletion.execute(arguments: [id]) }
        try DomainRecord.deleteAll(database, keys: difference.domains.gone + difference.domains.changed)
    }

    private func origin(table: String, key: String, value: String) throws(StoreError) -> InventoryImport? {
        try database.read { database in
            try InventoryImportRecord.fetchOne(
                database,
                sql: """
                    SELECT inventory_import.* FROM inventory_import
                    JOIN \(table) ON \(table).import_id = inventory_import.id WHERE \(table).\(key) = ?
                    """,
                arguments: [value]
            ).map(Self.origin)
        }
    }

    private static func origin(_ record: InventoryImportRecord) -> InventoryImport {
        InventoryImport(source: record.source, format: record.format, importedAt: record.importedAt)
    }
}
