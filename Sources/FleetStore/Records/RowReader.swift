import FleetModel
import GRDB
import GRDBSQLite

/// Reads very many rows, column by column: the counterpart of `RowWriter`.
final class RowReader {
    /// Texts up to this length take no memory of their own.
    private static let inlineLength = 15
    private static let slotCount = 1 << 8

    private let statement: Statement
    private let handle: SQLiteStatement
    /// Texts that many rows have in common, by a hash of them.
    private var words = Array(repeating: "", count: slotCount)

    init(_ database: Database, sql: String, arguments: StatementArguments = []) throws {
        statement = try database.makeStatement(sql: sql)
        try statement.setArguments(arguments)
        handle = statement.sqliteStatement
    }

    deinit { sqlite3_reset(handle) }

    /// Goes to the next row.
    ///
    /// - Returns: false after the last one.
    func next() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw DatabaseError(of: statement)
        }
    }

    func text(_ column: CInt) -> String? {
        bytes(column).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Text that other rows have, too: all get one copy.
    func word(_ column: CInt) -> String? {
        guard let bytes = bytes(column) else { return nil }
        guard bytes.count > Self.inlineLength else { return String(decoding: bytes, as: UTF8.self) }
        var hash: UInt32 = 0x811c_9dc5
        for byte in bytes { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        let slot = Int(hash) & (Self.slotCount - 1)
        if words[slot].utf8.elementsEqual(bytes) { return words[slot] }
        let word = String(decoding: bytes, as: UTF8.self)
        words[slot] = word
        return word
    }

    func integer(_ column: CInt) -> Int? { isNull(column) ? nil : Int(sqlite3_column_int64(handle, column)) }

    func number(_ column: CInt) -> Double? { isNull(column) ? nil : sqlite3_column_double(handle, column) }

    func flag(_ column: CInt) -> Bool? { integer(column).map { $0 != 0 } }

    private func isNull(_ column: CInt) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    /// Of this row; they are SQLite's.
    private func bytes(_ column: CInt) -> UnsafeBufferPointer<UInt8>? {
        sqlite3_column_text(handle, column).map {
            UnsafeBufferPointer(start: $0, count: Int(sqlite3_column_bytes(handle, column)))
        }
    }
}
