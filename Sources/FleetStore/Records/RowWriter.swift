import GRDB
import GRDBSQLite

/// Executes a statement very often; its parameters are the columns of one row, or of several.
///
/// GRDB would put each value in a box first, which takes longer than SQLite does with it.
final class RowWriter {
    private let statement: Statement
    private let handle: SQLiteStatement
    /// Parameters that are NULL as the statement stands, as most are that were so before.
    private var nulls: [Bool]

    init(_ database: Database, sql: String) throws {
        statement = try database.makeStatement(sql: sql)
        handle = statement.sqliteStatement
        nulls = Array(repeating: true, count: Int(sqlite3_bind_parameter_count(handle)))
    }

    deinit { sqlite3_clear_bindings(handle) }

    /// Executes it.
    ///
    /// - Parameters:
    ///   - block: where the rows are.
    ///   - rows: as many as the statement takes.
    /// - Throws: `DatabaseError`.
    func write(_ block: RowBlock, _ rows: Range<Int>) throws {
        defer { sqlite3_reset(handle) }
        let values = block.values[rows.lowerBound * block.columnCount..<rows.upperBound * block.columnCount]
        try block.texts.withUnsafeBufferPointer { texts in
            for (index, value) in values.enumerated() {
                let isNull = if case .null = value { true } else { false }
                if !isNull || !nulls[index] { bind(value, to: CInt(index + 1), from: texts) }
                nulls[index] = isNull
            }
            guard sqlite3_step(handle) == SQLITE_DONE else { throw DatabaseError(of: statement) }
        }
    }

    private func bind(_ value: RowBlock.Value, to parameter: CInt, from texts: UnsafeBufferPointer<UInt8>) {
        switch value {
        case .null: sqlite3_bind_null(handle, parameter)
        case .integer(let number): sqlite3_bind_int64(handle, parameter, number)
        case .number(let number): sqlite3_bind_double(handle, parameter, number)
        case .text(let start, let count):
            // Without a copy of SQLite's own: the text stays where it is until the statement has been executed.
            sqlite3_bind_text64(
                handle,
                parameter,
                UnsafeRawPointer(texts.baseAddress)?.advanced(by: start).assumingMemoryBound(to: CChar.self),
                sqlite3_uint64(count),
                nil,
                UInt8(SQLITE_UTF8)
            )
        }
    }
}
