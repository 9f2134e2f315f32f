import FleetModel
import GRDB

/// Inserts very many rows, several by each execution of a statement, while other cores get their values ready.
///
/// What SQLite sets up for an execution, such as the lists that its CHECKs compare with, takes longer than a row.
struct BulkInsertion {
    /// Rows of one execution; a block has some of these.
    private static let batchSize = 32

    /// `INSERT INTO node (id, hostname) VALUES`.
    private let head: String
    private let columnCount: Int

    /// - Parameters:
    ///   - table: whose rows they are.
    ///   - columns: in the order in which they are added.
    init(into table: String, columns: [String]) {
        // A row that breaks a rule ends the whole transaction, so that SQLite keeps no copies to take a single statement back.
        head = "INSERT OR ROLLBACK INTO \(table) (\(columns.joined(separator: ", "))) VALUES "
        columnCount = columns.count
    }

    /// Inserts them, in their order.
    ///
    /// - Parameters:
    ///   - rows: whatever `add` makes rows of.
    ///   - database: in a transaction.
    ///   - add: adds one row's values, on another core where there are many; a copy of a row with many texts would take as
    ///     long as the row does.
    /// - Throws: `DatabaseError`, after which the transaction is over.
    func insert<Row: Sendable>(
        _ rows: [Row],
        in database: Database,
        _ add: @escaping @Sendable (borrowing Row, inout RowBlock) -> Void
    ) throws {
        guard !rows.isEmpty else { return }
        let batches = try RowWriter(database, sql: statement(for: Self.batchSize))
        let block = { @Sendable [columnCount] (part: Range<Int>) in
            var block = RowBlock(columnCount: columnCount)
            rows.withUnsafeBufferPointer { rows in for index in part { add(rows[index], &block) } }
            return block
        }
        guard rows.count > RowBlock.size else { return try write(block(rows.indices), by: batches, in: database) }
        var blocks = AheadQueue<RowBlock>()
        for start in stride(from: 0, to: rows.count, by: RowBlock.size) {
            let part = start..<min(start + RowBlock.size, rows.count)
            if let block = blocks.begin({ block(part) }) { try write(block, by: batches, in: database) }
        }
        while let block = blocks.next() { try write(block, by: batches, in: database) }
    }

    private func write(_ block: RowBlock, by batches: RowWriter, in database: Database) throws {
        let rest = block.rowCount - block.rowCount % Self.batchSize
        for start in stride(from: 0, to: rest, by: Self.batchSize) {
            try batches.write(block, start..<start + Self.batchSize)
        }
        guard rest < block.rowCount else { return }
        let writer = try RowWriter(database, sql: statement(for: 1))
        for row in rest..<block.rowCount { try writer.write(block, row..<row + 1) }
    }

    private func statement(for rowCount: Int) -> String {
        let row = "(" + repeatElement("?", count: columnCount).joined(separator: ", ") + ")"
        return head + repeatElement(row, count: rowCount).joined(separator: ", ")
    }
}
