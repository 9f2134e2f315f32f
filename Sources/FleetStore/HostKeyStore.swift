import Foundation
import GRDB

/// The host keys that were seen, trusted or not.
package struct HostKeyStore: Sendable {
    private let database: FleetDatabase

    package init(database: FleetDatabase) {
        self.database = database
    }

    /// Replaces what was seen of a host.
    package func save(_ keys: [SeenHostKey], for host: String) throws(StoreError) {
        let time = Date().timeIntervalSince1970
        try database.write { db in
            try HostKeyRecord.filter(Column("host") == host).deleteAll(db)
            for key in keys {
                let record = HostKeyRecord(
                    host: host,
                    type: key.type,
                    key: key.key,
                    fingerprint: key.fingerprint,
                    seenAt: time
                )
                try record.insert(db)
            }
        }
    }

    package func keys(of host: String) throws(StoreError) -> [SeenHostKey] {
        try database.read { db in
            try HostKeyRecord.filter(Column("host") == host).order(Column("type")).fetchAll(db).map { record in
                SeenHostKey(host: record.host, type: record.type, key: record.key, fingerprint: record.fingerprint)
            }
        }
    }
}
