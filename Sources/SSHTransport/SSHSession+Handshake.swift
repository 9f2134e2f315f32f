import CLibSSH2
import Transport

extension SSHSession {
    /// Exchanges keys.
    ///
    /// Nothing has been checked afterwards; the host's key is in the result.
    ///
    /// `hostKeyTypes`: to ask for, best first.
    /// Throws `.unsupported` for a host that has none but RSA keys; `.connectionLost`, with `hungUpEarly`, if the host
    ///   closed the connection before it said who it is.
    func exchangeKeys(asking hostKeyTypes: [String], effort: Effort) async throws(TransportError) -> HostKey {
        effort.phase = "key exchange"
        let session = handle.pointer
        Algorithms.prefer(Algorithms.keyExchange, for: LIBSSH2_METHOD_KEX, in: session)
        Algorithms.prefer(hostKeyTypes, for: LIBSSH2_METHOD_HOSTKEY, in: session)
        for method in [LIBSSH2_METHOD_CRYPT_CS, LIBSSH2_METHOD_CRYPT_SC] {
            Algorithms.prefer(Algorithms.ciphers, for: method, in: session)
        }
        for method in [LIBSSH2_METHOD_MAC_CS, LIBSSH2_METHOD_MAC_SC] {
            Algorithms.prefer(Algorithms.authentication, for: method, in: session)
        }
        // libssh2 wants a descriptor other than -1, although the callbacks never use it.
        let outcome = try await attempt(effort) { Int(libssh2_session_handshake($0, Int32.max)) }
        guard outcome == 0 else { throw handshakeError(outcome, asked: hostKeyTypes) }
        slots.shrink(to: HostQuirks(banner: wire.greeting.banner).commandsAtOnce)
        var count = 0
        var type: Int32 = 0
        guard let raw = libssh2_session_hostkey(session, &count, &type),
            let key = HostKey(blob: [UInt8](UnsafeRawBufferPointer(start: raw, count: count)))
        else {
            throw TransportError(.protocolError, host: name, message: "the host showed no key")
        }
        return key
    }

    /// The host closed the connection before its banner: it may be too busy, and a later try may do.
    var hungUpEarly: Bool {
        guard wire.greeting.banner == nil else { return false }
        return wire.failure.map { $0.code == .connectionLost } ?? wire.ended
    }

    private func handshakeError(_ outcome: Int, asked: [String]) -> TransportError {
        if let failure = wire.failure { return failure }
        if let offered = wire.greeting.hostKeyTypes, !offered.contains(where: asked.contains) {
            let usable = offered.contains(where: Algorithms.hostKeys.contains)
            let rsa = offered.contains { $0.hasPrefix("rsa-sha2-") || $0 == Algorithms.rsa }
            if rsa, !usable || asked == [Algorithms.rsa] {
                let remedy = usable ? "pin its other key with umstieg hostkeys scan" : "give the host an ed25519 key"
                return TransportError(
                    .unsupported,
                    host: name,
                    message: "host key: RSA key needs a newer libssh2; \(remedy)"
                )
            }
            return TransportError(
                .unsupported,
                host: name,
                message: "no common host key type: the host has \(offered.joined(separator: ", "))"
            )
        }
        return error(outcome, doing: "exchanging keys")
    }
}
