package import FleetModel
package import Foundation
import GRDB

extension InventoryStore {
    /// Takes what a source tells now in place of what it told before, and merges the inventory anew, in one transaction.
    ///
    /// - Parameters:
    ///   - facts: in order, as `Importing` returns them.
    ///   - source: who tells them.
    ///   - importedAt: now.
    ///   - acceptsShrink: that the source tells a lot less than before.
    /// - Returns: what changed; with `shrinkage` where it was refused for that, and nothing was stored.
    /// - Throws: `StoreError`; the inventory is the old one then.
    package func take(
        _ facts: SourceFacts,
        from source: FactSource,
        importedAt: Date,
        acceptsShrink: Bool = false
    ) throws(StoreError) -> InventoryChange {
        try database.write { database in
            // All that refers to something is looked at when the transaction ends.
            try database.execute(sql: "PRAGMA defer_foreign_keys = ON")
            let tables = SourceTables(database: database)
            if !acceptsShrink, let shrinkage = try shrinkage(of: source, to: facts, in: tables) {
                return InventoryChange(shrinkage: shrinkage)
            }
            let (news, isNews) = try tables.store(
                facts,
                from: source,
                importedAt: Int(importedAt.timeIntervalSince1970)
            )
            let importID = try record(
                InventoryImport(source: source.name, format: source.format, importedAt: importedAt),
                in: database
            )
            let id = try tables.record(of: source)?.id
            let others = try tables.records().filter { $0.id != id }
            // With others of its rank, it may count more now than before.
            if !isNews, !others.contains(where: { $0.source.rank == source.rank }) {
                return InventoryChange(unchanged: facts.counts)
            }
            let layers = try [FactLayer(source: source, facts: facts)] + layers(others, in: tables)
            let old = try self.fleet(database)
            let merging = Ahead {
                let merge = FleetMerge(layers)
                return (merge.leftOut, merge.fleet.map { ($0, FleetDifference(from: old, to: $0)) })
            }
            try tables.write(news, of: facts.nodes)
            let (leftOut, merged) = merging.value
            guard let (fleet, difference) = merged else { return InventoryChange(leftOut: leftOut) }
            try store(fleet, difference, importID: importID, in: database)
            try InventoryHistory(importID: importID, time: Int(importedAt.timeIntervalSince1970), database: database)
                .record(difference, from: old, to: fleet)
            return InventoryChange(difference: difference, leftOut: leftOut)
        }
    }

    /// What `take` would change, without changing it.
    package func preview(
        _ facts: SourceFacts,
        from source: FactSource,
        acceptsShrink: Bool = false
    ) throws(StoreError) -> InventoryChange {
        try database.read { database in
            let tables = SourceTables(database: database)
            let old = try tables.record(of: source)
            let others = try tables.records().filter { $0.id != old?.id }
            var change = InventoryChange(
                [FactLayer(source: source, facts: facts)] + (try layers(others, in: tables)),
                before: try fleet(database)
            )
            if !acceptsShrink { change.shrinkage = try shrinkage(of: source, to: facts, in: tables) }
            return change
        }
    }

    private func layers(_ records: [SourceRecord], in tables: SourceTables) throws -> [FactLayer] {
        try records.map { FactLayer(source: $0.source, facts: try tables.facts(of: $0)) }
    }

    private func shrinkage(of source: FactSource, to facts: SourceFacts, in tables: SourceTables) throws -> Shrinkage? {
        try tables.record(of: source).flatMap { Shrinkage(from: try tables.counts(of: $0), to: facts.counts) }
    }

    /// All sources, and what each told last, by name.
    package func sources() throws(StoreError) -> [(source: FactSource, importedAt: Int, counts: SourceFacts.Counts)] {
        try database.read { database in
            let tables = SourceTables(database: database)
            return try tables.records().sorted { $0.name < $1.name }.map {
                ($0.source, $0.importedAt, try tables.counts(of: $0))
            }
        }
    }

    /// Who tells what of a node; empty if nobody tells of it.
    package func provenance(ofNode id: String) throws(StoreError) -> [ToldFact] {
        try database.read { database in
            let words = try SourceTables(database: database).records().compactMap { record in
                try RowReader(database, sql: ToldNodeRecord.selectionOfOne, arguments: [record.id, id])
                    .all { ($0.integer(27) ?? 0, ToldNodeRecord.facts($0)) }
                    .first.map { (record.source, $0.0, $0.1) }
            }
            return ToldFact.all(words)
        }
    }

    /// The keys of fastd peers that sources tell, with the sources' names.
    package func peers() throws(StoreError) -> [(source: String, peer: PeerFacts)] {
        try database.read { database in
            let tables = SourceTables(database: database)
            return try tables.records().flatMap { record in
                try tables.peers(of: record).map { (record.name, $0) }
            }
        }
    }
}
