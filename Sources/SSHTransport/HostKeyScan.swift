/// The keys that a host shows to anyone who asks.
package struct HostKeyScan: Sendable, Equatable {
    /// ed25519 first, then ECDSA; RSA if the host signs with it in the old way.
    package var keys: [HostKey]
    /// Types that the host offers and that this libssh2 cannot ask for, such as `rsa-sha2-512`.
    package var unreadableTypes: [String]
}
