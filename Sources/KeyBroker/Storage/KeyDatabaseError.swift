import FleetModel
import GRDB

/// Why the database of keys can't be used; the file stays as it is.
package struct KeyDatabaseError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: Sendable, Hashable {
        /// No database, or one that contradicts itself.
        case damaged
        /// A database of another program.
        case foreign
        /// Written by a later version of this program.
        case newer
        case failed
    }

    package var code: Code
    package var path: String
    package var message: String

    package var description: String { "\(path): \(message)".escapingControls }
}

extension KeyDatabaseError {
    /// The one place that maps SQLite's and GRDB's errors.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as KeyDatabaseError: self = error
        case let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode):
            let detail = error.message ?? "\(error.resultCode)"
            self.init(code: .damaged, path: path, message: "is damaged: \(detail); keep the file, and restore a copy")
        case let error as DatabaseError:
            self.init(code: .failed, path: path, message: error.message ?? "\(error.resultCode)")
        case is RowDecodingError:
            self.init(code: .damaged, path: path, message: "is damaged: \(error); keep the file, and restore a copy")
        default: self.init(code: .failed, path: path, message: "\(error)")
        }
    }
}
