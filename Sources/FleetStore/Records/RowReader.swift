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
        let first = try nextBlock()
        guard first.isFull else { return try first.map(make) }
        var all: [Made] = []
        all.reserveCapacity(count)
        var parts = AheadQueue<Result<[Made], any Error>>()
        var next: RowBlock? = first
        while let block = next {
            if let part = parts.begin({ Result { try block.map(make) } }) { all += try part.get() }
            next = block.isFull ? try nextBlock() : nil
        }
        while let part = parts.next() { all += try part.get() }
        return all
    }

    /// The next rows; after a block that isn't full there are none, and the statement would begin anew.
    private func nextBlock() throws -> RowBlock {
        var block = RowBlock(columnCount: Int(sqlite3_column_count(handle)))
        while !block.isFull {
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
