import GRDB

/// Inserts very many rows, several by each execution of a statement: what SQLite sets up for one, such as the lists that
/// its CHECKs compare with, takes longer than a row.
struct BulkInsertion {
    private static let batchSize = 32

    /// `INSERT INTO node (id, hostname) VALUES`.
    private let head: String
    private let columnCount: Int

    /// - Parameters:
    ///   - table: whose rows they are.
    ///   - columns: in the order in which they are bound.
    init(into table: String, columns: [String]) {
        // A row that breaks a rule ends the whole transaction, so that SQLite keeps no copies to take a single statement back.
        head = "INSERT OR ROLLBACK INTO \(table) (\(columns.joined(separator: ", "))) VALUES "
        columnCount = columns.count
    }

    /// Inserts them, in their order.
    ///
    /// - Parameters:
    ///   - rows: whatever `bind` makes rows of.
    ///   - database: in a transaction.
    ///   - bind: binds one row's values; a copy of a row with many texts would take as long as the row does.
    /// - Throws: `DatabaseError`, after which the transaction is over.
    func insert<Row>(_ rows: [Row], in database: Database, _ bind: (borrowing Row, RowWriter) -> Void) throws {
        try rows.withUnsafeBufferPointer { try insert($0, in: database, bind) }
    }

    private func insert<Row>(
        _ rows: UnsafeBufferPointer<Row>,
        in database: Database,
        _ bind: (borrowing Row, RowWriter) -> Void
    ) throws {
        let batchEnd = rows.count - rows.count % Self.batchSize
        if batchEnd > 0 {
            let writer = try RowWriter(database, sql: statement(for: Self.batchSize))
            for start in stride(from: 0, to: batchEnd, by: Self.batchSize) {
                for index in start..<start + Self.batchSize { bind(rows[index], writer) }
                try writer.write()
            }
        }
        guard batchEnd < rows.count else { return }
        let writer = try RowWriter(database, sql: statement(for: 1))
        for index in batchEnd..<rows.count {
            bind(rows[index], writer)
            try writer.write()
        }
    }

    private func statement(for rowCount: Int) -> String {
        let row = "(" + repeatElement("?", count: columnCount).joined(separator: ", ") + ")"
        return head + repeatElement(row, count: rowCount).joined(separator: ", ")
    }
}
