import FleetModel
import GRDB
import GRDBSQLite

/// Reads very many rows: this core takes them from SQLite, the others make of them what is wanted.
struct RowReader {
    private let statement: Statement
    private let handle: SQLiteStatement

    init(_ database: Database, sql: String, arguments: StatementArguments = []) throws {
        statement = try database.makeStatement(sql: sql)
        try statement.setArguments(arguments)
        handle = statement.sqliteStatement
    }

    /// Reads all.
    ///
    /// - Parameters:
    ///   - count: how many rows are expected, as to grow is to copy.
    ///   - make: makes something of a row, on another core where there are many.
    /// - Returns: what was made, in the rows' order.
    /// - Throws: `DatabaseError`, and what `make` throws.
    func all<Made: Sendable>(
        expecting count: Int = 0,
        _ make: @escaping @Sendable (RowCursor) throws -> Made
    ) throws -> [Made] {
        defer { sqlite3_reset(handle) }
        var block = try nextBlock()
        guard block.rowCount == RowBlock.size else { return try block.map(make) }
        var all: [Made] = []
        all.reserveCapacity(count)
        var parts = AheadQueue<Result<[Made], any Error>>()
        while block.rowCount > 0 {
            if let part = parts.begin({ [block] in Result { try block.map(make) } }) { all += try part.get() }
            // A statement that has ended would begin anew.
            block = block.rowCount == RowBlock.size ? try nextBlock() : RowBlock(columnCount: block.columnCount)
        }
        while let part = parts.next() { all += try part.get() }
        return all
    }

    /// The next rows, fewer than a block's only at the end.
    private func nextBlock() throws -> RowBlock {
        var block = RowBlock(columnCount: Int(sqlite3_column_count(handle)))
        while block.rowCount < RowBlock.size {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: for column in 0..<CInt(block.columnCount) { add(column, to: &block) }
            case SQLITE_DONE: return block
            default: throw DatabaseError(of: statement)
            }
        }
        return block
    }

    private func add(_ column: CInt, to block: inout RowBlock) {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_NULL: block.addNull()
        case SQLITE_INTEGER: block.add(sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT: block.add(sqlite3_column_double(handle, column))
        default:
            let bytes = sqlite3_column_text(handle, column)
            block.add(bytes: UnsafeBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(handle, column))))
        }
    }
}
