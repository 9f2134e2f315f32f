import FleetModel
import GRDB

/// Why a workspace's database can't be used; nothing was changed.
package struct StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: Sendable, Equatable {
        case missing
        /// Written by a later version of this program.
        case newer
        /// A database of another program.
        case foreign
        /// No database, or one whose content contradicts itself.
        case damaged
        /// Another process held the lock for too long.
        case busy
        case failed
    }

    package var code: Code
    package var path: String
    /// One line that tells what happened and what to do next, without the path.
    package var message: String

    package init(_ code: Code, path: String, message: String) {
        self.code = code
        self.path = path
        self.message = message
    }

    package var description: String { "\(path): \(message)".escapingControls }
}

extension StoreError {
    /// The one place that maps SQLite's and GRDB's errors.
    init(_ error: any Error, path: String) {
        if let error = error as? StoreError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            if error is RowDecodingError || error is DecodingError {
                self.init(.damaged, path: path, message: "is damaged: \(error); keep the file, and restore a copy")
            } else {
                self.init(.failed, path: path, message: "\(error)")
            }
            return
        }
        let detail = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(.damaged, path: path, message: "is damaged: \(detail); keep the file, and restore a copy")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.busy, path: path, message: "is in use by another process: \(detail)")
        default:
            self.init(.failed, path: path, message: detail)
        }
    }
}
