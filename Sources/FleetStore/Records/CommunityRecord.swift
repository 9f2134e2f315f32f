import FleetModel
import GRDB

/// The one row of `community`.
struct CommunityRecord: StoredRecord {
    static let databaseTableName = "community"

    var id = 1
    var name: String
    var dialect: Dialect
    /// JSON in the table.
    var domainPrefixes: [String]
    var sshUser: String
    var sshPort: Int
    var sshIdentity: String?
    var sshBecome: String?
    var importId: Int64

    init(_ fleet: Fleet, importID: Int64) {
        name = fleet.community.name
        dialect = fleet.community.dialect
        domainPrefixes = fleet.community.domainPrefixes
        sshUser = fleet.ssh.user
        sshPort = fleet.ssh.port
        sshIdentity = fleet.ssh.identity
        sshBecome = fleet.ssh.become
        importId = importID
    }

    var community: Community { Community(name: name, dialect: dialect, domainPrefixes: domainPrefixes) }
    var ssh: Fleet.SSH { Fleet.SSH(user: sshUser, port: sshPort, identity: sshIdentity, become: sshBecome) }
}
