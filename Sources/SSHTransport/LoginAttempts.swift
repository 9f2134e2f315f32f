import Transport

/// What a login has tried so far, for the error when nothing worked.
struct LoginAttempts {
    /// OpenSSH hangs up after 6 by default.
    static let limit = 5

    private(set) var refused: [String] = []
    private(set) var remarks: [String] = []
    private(set) var usedBlobs: Set<[UInt8]> = []
    private(set) var onlyRSA = true

    var mayGoOn: Bool { refused.count < Self.limit }

    mutating func refuse(_ what: String, key: HostKey?, isRSA: Bool) {
        refused.append(what)
        if let key { usedBlobs.insert(key.blob) }
        onlyRSA = onlyRSA && isRSA
    }

    mutating func remark(_ text: String) {
        remarks.append(text)
    }

    /// `methods`: what the host would accept, nil if it did not say.
    func error(user: String, host: String, methods: [String]?) -> TransportError {
        if !refused.isEmpty, onlyRSA {
            return TransportError(
                .unsupported,
                host: host,
                message: "login as \(user) refused: RSA key needs a newer libssh2, use an ed25519 key; "
                    + "tried \(refused.joined(separator: ", "))"
            )
        }
        let tried = refused.isEmpty ? "no key to try" : "tried \(refused.joined(separator: ", "))"
        let accepted = methods.map { ["the host accepts \($0.joined(separator: ", "))"] } ?? []
        return TransportError(
            .authenticationFailed,
            host: host,
            message: ([(["login as \(user) refused: \(tried)"]), accepted, remarks].flatMap { $0 })
                .joined(separator: "; ")
        )
    }
}
