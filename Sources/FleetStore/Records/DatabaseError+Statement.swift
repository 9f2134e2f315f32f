import GRDB
import GRDBSQLite

extension DatabaseError {
    /// Why a statement that was executed by hand has failed.
    init(of statement: Statement) {
        let connection = sqlite3_db_handle(statement.sqliteStatement)
        self.init(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: String(cString: sqlite3_errmsg(connection)),
            sql: statement.sql
        )
    }
}
