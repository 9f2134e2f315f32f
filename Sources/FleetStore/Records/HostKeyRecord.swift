import GRDB

/// A row of `host_key`: a key that a host has shown, trusted or not.
struct HostKeyRecord: StoredRecord {
    static let databaseTableName = "host_key"

    var host: String
    /// `ssh-ed25519` and the like.
    var type: String
    /// Base64, as in known_hosts.
    var key: String
    /// As ssh-keygen(1) prints it: `SHA256:…`.
    var fingerprint: String
    var seenAt: Double
}
