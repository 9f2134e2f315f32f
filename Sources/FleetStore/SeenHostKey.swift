/// A key that a host has shown to a scan.
package struct SeenHostKey: Sendable, Hashable {
    package var host: String
    /// `ssh-ed25519` and the like.
    package var type: String
    /// Base64, as in known_hosts.
    package var key: String
    /// As ssh-keygen(1) prints it: `SHA256:…`.
    package var fingerprint: String

    package init(host: String, type: String, key: String, fingerprint: String) {
        self.host = host
        self.type = type
        self.key = key
        self.fingerprint = fingerprint
    }
}
