import Foundation

/// What a private key file tells without its passphrase.
struct PrivateKeyFile: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case ed25519OrECDSA
        case rsa
    }

    var path: String
    var kind: Kind
    var isEncrypted: Bool
    /// From the file itself (OpenSSH's format) or the `.pub` file beside it.
    var publicKey: HostKey?
    /// Of an unencrypted ed25519 key in OpenSSH's format: the seed, 32 bytes.
    ///
    /// Signing with it needs no OpenSSL, whose search for a decoder costs a good part of a login.
    private(set) var ed25519Seed: [UInt8]?

    /// Reads OpenSSH's format, PEM and PKCS8.
    ///
    /// - Returns: nil if there is no such file or it holds no private key.
    init?(path: String) {
        guard let data = FileManager.default.contents(atPath: path), data.count < 64 << 10 else { return nil }
        let beside = FileManager.default.contents(atPath: path + ".pub").map { String(decoding: $0, as: UTF8.self) }
        self.init(path: path, text: String(decoding: data, as: UTF8.self), publicText: beside)
    }

    init?(path: String, text: String, publicText: String?) {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        guard let begin = lines.first(where: { $0.hasPrefix("-----BEGIN ") && $0.contains("PRIVATE KEY") }) else {
            return nil
        }
        let body = lines.drop { $0 != begin }.dropFirst().prefix { !$0.hasPrefix("-----END") }
        let content = [UInt8](Data(base64Encoded: body.filter { !$0.contains(":") }.joined()) ?? Data())
        self.path = path
        publicKey = publicText.flatMap(Self.publicKey)
        kind = .ed25519OrECDSA
        isEncrypted = false
        switch begin {
        case "-----BEGIN OPENSSH PRIVATE KEY-----":
            guard readOpenSSH(content) else { return nil }
        case "-----BEGIN ENCRYPTED PRIVATE KEY-----":
            isEncrypted = true
            if publicKey?.type == "ssh-rsa" { kind = .rsa }
        case "-----BEGIN RSA PRIVATE KEY-----":
            kind = .rsa
            isEncrypted = body.contains { $0.contains("ENCRYPTED") }
        default:
            isEncrypted = body.contains { $0.contains("ENCRYPTED") }
            // The object identifier of rsaEncryption, 1.2.840.113549.1.1.1, in DER.
            let rsa: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]
            if content.firstRange(of: rsa) != nil { kind = .rsa }
        }
    }

    /// The key of a line of a `.pub` file.
    static func publicKey(_ line: String) -> HostKey? {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count >= 2, let blob = Data(base64Encoded: String(words[1])) else { return nil }
        return HostKey(blob: [UInt8](blob))
    }

    /// OpenSSH's PROTOCOL.key: magic, cipher, key derivation, its options, number of keys, public key.
    private mutating func readOpenSSH(_ content: [UInt8]) -> Bool {
        let magic = Array("openssh-key-v1".utf8) + [0]
        guard content.starts(with: magic) else { return false }
        var reader = SSHReader(content.dropFirst(magic.count))
        guard let cipher = reader.string(), reader.string() != nil, reader.string() != nil,
            reader.uint32() != nil, let blob = reader.string()
        else { return false }
        isEncrypted = !cipher.elementsEqual("none".utf8)
        publicKey = HostKey(blob: [UInt8](blob))
        if publicKey?.type == "ssh-rsa" { kind = .rsa }
        if !isEncrypted, let secrets = reader.string() { ed25519Seed = Self.seed(in: secrets, of: publicKey) }
        return true
    }

    /// The private section: a number twice, the key's type, for ed25519 the public key and seed with public key.
    private static func seed(in secrets: ArraySlice<UInt8>, of key: HostKey?) -> [UInt8]? {
        var reader = SSHReader(secrets)
        guard let check = reader.uint32(), check == reader.uint32(), let type = reader.string(),
            type.elementsEqual("ssh-ed25519".utf8), let publicPart = reader.string(), let pair = reader.string(),
            pair.count == 64, pair.suffix(32) == publicPart, key?.blob.suffix(32) == publicPart
        else { return nil }
        return [UInt8](pair.prefix(32))
    }
}
