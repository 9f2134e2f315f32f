import CLibSSH2

/// What sessions offer, best first.
///
/// libssh2 leaves out the names that it does not know.
enum Algorithms {
    static let keyExchange = [
        "curve25519-sha256", "curve25519-sha256@libssh.org", "ecdh-sha2-nistp256", "ecdh-sha2-nistp384",
        "ecdh-sha2-nistp521", "diffie-hellman-group16-sha512", "diffie-hellman-group18-sha512",
        "diffie-hellman-group14-sha256", "diffie-hellman-group-exchange-sha256",
    ]
    static let ciphers = [
        "aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "aes128-ctr", "aes192-ctr", "aes256-ctr",
    ]
    static let authentication = [
        "hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512",
    ]
    /// Host key types that can be checked without SHA-1.
    static let hostKeys = ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"]
    /// libssh2 1.10 can check RSA with SHA-1 only, which OpenSSH 8.8 and later do not sign; old dropbears do.
    static let rsa = "ssh-rsa"

    /// The host key types to ask for: the known ones, then the others, so that a host that lost its known key shows the
    /// one it has instead.
    ///
    /// Nothing but RSA known: only that.
    static func hostKeyPreference(known: [String]) -> [String] {
        let modern = hostKeys.filter(known.contains)
        if modern.isEmpty, known.contains(rsa) { return [rsa] }
        return modern + (known.contains(rsa) ? [rsa] : []) + hostKeys.filter { !modern.contains($0) }
    }

    static func prefer(_ names: [String], for method: Int32, in session: OpaquePointer) {
        libssh2_session_method_pref(session, method, names.joined(separator: ","))
    }
}
