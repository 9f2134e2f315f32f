import CLibSSH2
import Crypto
import Transport

extension SSHSession {
    /// Logs in with the hop's key files, then the agent's keys, then, if no file was named, the default ones.
    ///
    /// - Throws: `.authenticationFailed` with what was tried, `.unsupported` if only RSA keys were.
    func logIn(_ hop: Hop, agentSocket: String?, effort: Effort) async throws(TransportError) {
        effort.phase = "login"
        var attempts = LoginAttempts()
        let files = keyFiles(hop, &attempts)
        let plain = files.filter { !$0.isEncrypted && $0.kind != .rsa }
        if hop.identitiesAreNamed, try await tryFiles(plain, hop, &attempts, effort) { return }
        if try await tryAgent(agentSocket, preferring: files, hop, &attempts, effort) { return }
        if !hop.identitiesAreNamed, try await tryFiles(plain, hop, &attempts, effort) { return }
        let rsa = files.filter { !$0.isEncrypted && $0.kind == .rsa }
        if try await tryFiles(rsa, hop, &attempts, effort) { return }
        if try await acceptsWithoutKey(hop.user, &attempts, effort) { return }
        throw attempts.error(user: hop.user, host: name, methods: methods)
    }

    private func keyFiles(_ hop: Hop, _ attempts: inout LoginAttempts) -> [PrivateKeyFile] {
        var files: [PrivateKeyFile] = []
        for path in hop.identities {
            if let file = PrivateKeyFile(path: path) {
                files.append(file)
            } else if hop.identitiesAreNamed {
                attempts.remark("\(path) cannot be read or holds no private key")
            }
        }
        return files
    }

    private func tryFiles(
        _ files: [PrivateKeyFile],
        _ hop: Hop,
        _ attempts: inout LoginAttempts,
        _ effort: Effort
    ) async throws(TransportError) -> Bool {
        for file in files where attempts.mayGoOn {
            if let key = file.publicKey, attempts.usedBlobs.contains(key.blob) { continue }
            let outcome = try await authenticate(file, user: hop.user, effort: effort)
            if outcome == 0 { return true }
            let what = file.publicKey.map { "\($0) (\(file.path))" } ?? file.path
            try note(outcome, what, file.publicKey, isRSA: file.kind == .rsa, &attempts)
        }
        return false
    }

    private func tryAgent(
        _ socket: String?,
        preferring files: [PrivateKeyFile],
        _ hop: Hop,
        _ attempts: inout LoginAttempts,
        _ effort: Effort
    ) async throws(TransportError) -> Bool {
        let locked = files.filter(\.isEncrypted)
        let identities: [AgentIdentity]
        let agent: AgentClient?
        do throws(TransportError) {
            agent = if let socket { try await AgentClient(socket: socket, effort: effort) } else { nil }
            identities = try await agent?.identities() ?? []
        } catch {
            try effort.check()
            attempts.remark(error.message)
            noteLocked(locked, &attempts)
            return false
        }
        defer { agent?.close() }
        let usable = identities.filter { Algorithms.hostKeys.contains($0.key.type) }
        if !identities.isEmpty, usable.isEmpty {
            attempts.remark("the agent has only keys that need a newer libssh2 (RSA or hardware keys)")
        }
        noteLocked(locked.filter { file in !usable.contains { $0.key == file.publicKey } }, &attempts)
        guard let agent else { return false }
        let named = usable.filter { identity in files.contains { $0.publicKey == identity.key } }
        let others = hop.identitiesOnly ? [] : usable.filter { !named.contains($0) }
        for identity in named + others where attempts.mayGoOn && !attempts.usedBlobs.contains(identity.key.blob) {
            let outcome = try await authenticate(identity.key, user: hop.user, effort: effort) {
                data throws(TransportError) in
                try await agent.sign(data, with: identity.key)
            }
            if outcome == 0 { return true }
            try note(outcome, "\(identity.key) (agent)", identity.key, isRSA: false, &attempts)
        }
        return false
    }

    private func authenticate(
        _ file: PrivateKeyFile,
        user: String,
        effort: Effort
    ) async throws(TransportError) -> Int {
        if let seed = file.ed25519Seed, let key = file.publicKey,
            let signer = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        {
            return try await authenticate(key, user: user, effort: effort) { data throws(TransportError) in
                do {
                    return [UInt8](try signer.signature(for: data))
                } catch {
                    throw TransportError(.authenticationFailed, host: name, message: "\(error)")
                }
            }
        }
        return try await attempt(effort) { session in
            Int(
                libssh2_userauth_publickey_fromfile_ex(
                    session,
                    user,
                    UInt32(user.utf8.count),
                    nil,
                    file.path,
                    nil
                )
            )
        }
    }

    /// Logs in with a key whose signatures come from elsewhere.
    private func authenticate(
        _ key: HostKey,
        user: String,
        effort: Effort,
        sign: ([UInt8]) async throws(TransportError) -> [UInt8]
    ) async throws(TransportError) -> Int {
        let request = PendingSignature()
        while true {
            let outcome = try await attempt(effort) { session in
                let outcome = request.authenticate(session, user: user, key: key)
                // The signature has to be made: leave the loop although libssh2 would block.
                let mustAsk = outcome == LibSSH2.wouldBlock && request.data != nil && request.signature == nil
                return mustAsk ? Int(LIBSSH2_ERROR_NONE) + 1 : outcome
            }
            guard outcome == 1, let data = request.data else { return outcome }
            do throws(TransportError) {
                request.signature = try await sign(data)
            } catch {
                try effort.check()
                return Int(LIBSSH2_ERROR_AUTHENTICATION_FAILED)
            }
        }
    }

    private func noteLocked(_ files: [PrivateKeyFile], _ attempts: inout LoginAttempts) {
        for file in files { attempts.remark("\(file.path) is encrypted: add it to the agent with ssh-add") }
    }

    /// Books a refused key; throws if the connection did not survive.
    private func note(
        _ outcome: Int,
        _ what: String,
        _ key: HostKey?,
        isRSA: Bool,
        _ attempts: inout LoginAttempts
    ) throws(TransportError) {
        switch Int32(truncatingIfNeeded: outcome) {
        case LIBSSH2_ERROR_AUTHENTICATION_FAILED, LIBSSH2_ERROR_PUBLICKEY_UNVERIFIED:
            attempts.refuse(what, key: key, isRSA: isRSA)
        case LIBSSH2_ERROR_FILE, LIBSSH2_ERROR_KEYFILE_AUTH_FAILED, LIBSSH2_ERROR_METHOD_NONE,
            LIBSSH2_ERROR_METHOD_NOT_SUPPORTED:
            attempts.remark("\(what): \(handle.lastError)")
        default:
            throw error(outcome, doing: "logging in with \(what)")
        }
    }

    /// Asks which methods the host accepts; asking is a login without any, which some nodes take.
    private func acceptsWithoutKey(
        _ user: String,
        _ attempts: inout LoginAttempts,
        _ effort: Effort
    ) async throws(TransportError) -> Bool {
        var list: String?
        let outcome = try await attempt(effort) { session in
            if let text = libssh2_userauth_list(session, user, UInt32(user.utf8.count)) {
                list = String(cString: text)
                return 0
            }
            return libssh2_userauth_authenticated(session) == 1 ? 1 : Int(libssh2_session_last_errno(session))
        }
        methods = list.map { $0.split(separator: ",").map(String.init) }
        return outcome == 1
    }
}
