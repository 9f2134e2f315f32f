import GRDB
import GRDBSQLite

/// Executes a statement very often; its values are bound in the order of its parameters.
///
/// GRDB would put each value in a box first, which takes longer than SQLite does with it.
final class RowWriter {
    /// Of the texts of one execution; whatever doesn't fit is copied by SQLite.
    private static let capacity = 1 << 16
    /// SQLITE_TRANSIENT, a macro that Swift doesn't see: SQLite makes its own copy.
    private static let copying = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    private let statement: Statement
    private let handle: SQLiteStatement
    /// Texts stay here, where they are bound, until the statement is executed.
    private let texts = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 1)
    private var textEnd = 0
    private var parameter: CInt = 0

    init(_ database: Database, sql: String) throws {
        statement = try database.makeStatement(sql: sql)
        handle = statement.sqliteStatement
    }

    deinit {
        sqlite3_clear_bindings(handle)
        texts.deallocate()
    }

    func bind(_ text: String?) {
        guard var text else { return bindNull() }
        parameter += 1
        text.withUTF8 { bytes in
            guard bytes.count <= Self.capacity - textEnd else {
                sqlite3_bind_text64(
                    handle,
                    parameter,
                    UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self),
                    sqlite3_uint64(bytes.count),
                    Self.copying,
                    UInt8(SQLITE_UTF8)
                )
                return
            }
            let place = UnsafeMutableRawBufferPointer(rebasing: texts[textEnd..<textEnd + bytes.count])
            place.copyMemory(from: UnsafeRawBufferPointer(bytes))
            textEnd += bytes.count
            let start = texts.baseAddress?.advanced(by: textEnd - bytes.count)
            sqlite3_bind_text(
                handle,
                parameter,
                start?.assumingMemoryBound(to: CChar.self),
                CInt(bytes.count),
                nil
            )
        }
    }

    func bind(_ number: Int?) { bind(number.map(Int64.init)) }

    func bind(_ number: Int64?) {
        guard let number else { return bindNull() }
        parameter += 1
        sqlite3_bind_int64(handle, parameter, number)
    }

    func bind(_ number: Double?) {
        guard let number else { return bindNull() }
        parameter += 1
        sqlite3_bind_double(handle, parameter, number)
    }

    func bind(_ flag: Bool?) { bind(flag.map { $0 ? 1 : 0 as Int64 }) }

    private func bindNull() {
        parameter += 1
        sqlite3_bind_null(handle, parameter)
    }

    /// Executes it with what is bound, and begins anew.
    func write() throws {
        defer {
            sqlite3_reset(handle)
            parameter = 0
            textEnd = 0
        }
        guard sqlite3_step(handle) == SQLITE_DONE else { throw DatabaseError(of: statement) }
    }
}
