import FleetModel
import Foundation
import GRDB

/// What each source told last, in one transaction of the database.
struct SourceTables {
    let database: Database

    private var domains: ToldThings<DomainFacts> { ToldThings(table: "told_domain", key: "code") }
    private var gateways: ToldThings<GatewayFacts> { ToldThings(table: "told_gateway", key: "name") }

    /// The row of a source; an inventory file takes the place of the one before, whatever its name.
    func record(of source: FactSource) throws -> SourceRecord? {
        if source.rank == .inventory {
            return try SourceRecord.fetchOne(
                database,
                sql: "SELECT * FROM inventory_source WHERE rank = ?",
                arguments: [FactSource.Rank.inventory.rawValue]
            )
        }
        return try SourceRecord.fetchOne(
            database,
            sql: "SELECT * FROM inventory_source WHERE name = ? AND rank < ?",
            arguments: [source.name, FactSource.Rank.inventory.rawValue]
        )
    }

    func records() throws -> [SourceRecord] { try SourceRecord.order(Column("id")).fetchAll(database) }

    func counts(of record: SourceRecord) throws -> SourceFacts.Counts {
        let count = { (table: String) in
            try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM \(table) WHERE source_id = ?",
                arguments: [record.id]
            ) ?? 0
        }
        return SourceFacts.Counts(
            domains: try count("told_domain"),
            gateways: try count("told_gateway"),
            nodes: try count("told_node"),
            peers: try count("told_peer")
        )
    }

    func facts(of record: SourceRecord) throws -> SourceFacts {
        var facts = SourceFacts()
        facts.settings = record.settings
        facts.domains = try domains.all(of: record.id, in: database)
        facts.gateways = try gateways.all(of: record.id, in: database)
        facts.links = try links(of: record)
        facts.peers = try peers(of: record)
        facts.nodes = try RowReader(database, sql: ToldNodeRecord.selection, arguments: [record.id])
            .all(ToldNodeRecord.facts)
        return facts
    }

    /// Writes what a source tells now, but for its nodes, which `write` does.
    ///
    /// - Returns: what is new of its nodes, and whether anything is different from what it told before.
    func store(
        _ facts: SourceFacts,
        from source: FactSource,
        importedAt: Int
    ) throws -> (nodes: NodeNews, hasChanged: Bool) {
        let old = try record(of: source)
        let record = SourceRecord(
            id: try old?.id ?? nextID(),
            name: source.name,
            format: source.format,
            rank: source.rank.rawValue,
            toldAt: source.toldAt,
            importedAt: importedAt,
            settings: facts.settings
        )
        try record.upsert(database)
        var hasChanged = old == nil || old?.settings != facts.settings
        let time = source.toldAt
        if try domains.replace(with: facts.domains.map { ($0.code, $0) }, of: record.id, at: time, in: database) {
            hasChanged = true
        }
        if try gateways.replace(with: facts.gateways.map { ($0.name, $0) }, of: record.id, at: time, in: database) {
            hasChanged = true
        }
        if try storeLinks(facts.links, of: record) { hasChanged = true }
        if try storePeers(facts.peers, of: record, at: time) { hasChanged = true }
        let nodes = try news(of: facts.nodes, record)
        return (nodes, hasChanged || !nodes.isEmpty)
    }

    private func nextID() throws -> Int64 {
        (try Int64.fetchOne(database, sql: "SELECT max(id) FROM inventory_source") ?? 0) + 1
    }

    /// Goes through old and new rows at once, as both are in the order of ids.
    private func news(of nodes: [NodeFacts], _ record: SourceRecord) throws -> NodeNews {
        var news = NodeNews(source: record.id, time: record.toldAt)
        let old = try RowReader(
            database,
            sql: "SELECT id, digest FROM told_node WHERE source_id = ? ORDER BY id",
            arguments: [record.id]
        )
        .all { ($0.text(0) ?? "", $0.integer(1)) }
        let digests = nodes.digests
        var next = 0
        for (id, oldDigest) in old {
            while next < nodes.count, nodes[next].id < id {
                news.changed.append((next, digests[next]))
                next += 1
            }
            guard next < nodes.count, nodes[next].id == id else {
                news.outdated.append(id)
                continue
            }
            if oldDigest != Int(digests[next]) {
                news.changed.append((next, digests[next]))
                news.outdated.append(id)
            }
            next += 1
        }
        for position in next..<nodes.count { news.changed.append((position, digests[position])) }
        return news
    }

    /// Writes what is new of nodes.
    ///
    /// - Parameters:
    ///   - news: as `store` returned them.
    ///   - nodes: of the same facts.
    /// - Throws: `DatabaseError`, after which the transaction is over.
    func write(_ news: NodeNews, of nodes: [NodeFacts]) throws {
        let deletion = try database.makeStatement(sql: "DELETE FROM told_node WHERE source_id = ? AND id = ?")
        for id in news.outdated { try deletion.execute(arguments: [news.source, id]) }
        let (source, time) = (news.source, news.time)
        try ToldNodeRecord.insertion.insert(news.changed, in: database) { change, block in
            let (position, digest) = (change.position, change.digest)
            nodes.withUnsafeBufferPointer {
                ToldNodeRecord.add($0[position], to: &block, source: source, since: time, digest: digest)
            }
        }
    }

    private func links(of record: SourceRecord) throws -> [Link] {
        try RowReader(
            database,
            sql: "SELECT node, peer FROM told_link WHERE source_id = ? ORDER BY node, peer",
            arguments: [record.id]
        )
        .all { row -> Link? in row.text(0).flatMap { one in row.text(1).map { .mesh(one, $0) } } }
        .compactMap(\.self)
    }

    private func storeLinks(_ links: [Link], of record: SourceRecord) throws -> Bool {
        let old = Set(try self.links(of: record))
        guard old != Set(links) else { return false }
        try database.execute(sql: "DELETE FROM told_link WHERE source_id = ?", arguments: [record.id])
        let insertion = BulkInsertion(into: "told_link", columns: ["source_id", "node", "peer"])
        try insertion.insert(links, in: database) { [source = record.id] link, block in
            block.add(source)
            block.add(link.node)
            block.add(link.peer)
        }
        return true
    }

    func peers(of record: SourceRecord) throws -> [PeerFacts] {
        try Row.fetchAll(
            database,
            sql: "SELECT name, peer_group, key, node FROM told_peer WHERE source_id = ? ORDER BY peer_group, name",
            arguments: [record.id]
        ).map { row in
            let group: String = row[1]
            return PeerFacts(name: row[0], group: group.isEmpty ? nil : group, key: row[2], node: row[3])
        }
    }

    /// Those that stay keep the time since when they are told.
    private func storePeers(_ peers: [PeerFacts], of record: SourceRecord, at time: Int) throws -> Bool {
        let old = Set(try self.peers(of: record))
        let gone = old.subtracting(peers)
        let new = peers.filter { !old.contains($0) }
        let deletion = try database.makeStatement(
            sql: "DELETE FROM told_peer WHERE source_id = ? AND peer_group = ? AND name = ?"
        )
        for peer in gone { try deletion.execute(arguments: [record.id, peer.group ?? "", peer.name]) }
        let insertion = try database.makeStatement(
            sql: "INSERT INTO told_peer (source_id, peer_group, name, key, node, since) VALUES (?, ?, ?, ?, ?, ?)"
        )
        for peer in new {
            try insertion.execute(arguments: [record.id, peer.group ?? "", peer.name, peer.key, peer.node, time])
        }
        return !gone.isEmpty || !new.isEmpty
    }
}
