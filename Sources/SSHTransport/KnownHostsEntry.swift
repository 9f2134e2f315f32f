import Crypto
import Foundation

/// One usable line of a known_hosts file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT").
struct KnownHostsEntry: Sendable {
    enum Hosts: Sendable {
        /// Names, patterns and negated patterns.
        case patterns([HostPattern])
        /// HMAC-SHA1 of the name.
        case hashed(salt: SymmetricKey, hash: [UInt8])
    }

    enum Marker: Sendable {
        case revoked
        /// Certificates are not checked; such a line says nothing about a plain key.
        case certificateAuthority
    }

    var hosts: Hosts
    var marker: Marker?
    var key: HostKey
    /// From 1.
    var line: Int

    /// `name`: in lower case, `[host]:port` for ports other than 22.
    func matches(_ name: String) -> Bool {
        switch hosts {
        case .patterns(let patterns):
            return HostPattern.list(patterns, fits: name)
        case .hashed(let salt, let hash):
            var code = HMAC<Insecure.SHA1>(key: salt)
            code.update(data: Array(name.utf8))
            return code.finalize().elementsEqual(hash)
        }
    }

    /// - Returns: nil if the line cannot be used.
    init?(_ text: Substring, line: Int) {
        var words = text.split(whereSeparator: { $0 == " " || $0 == "\t" })[...]
        switch words.first {
        case "@revoked": marker = .revoked
        case "@cert-authority": marker = .certificateAuthority
        case let word?: if word.hasPrefix("@") { return nil }
        case nil: return nil
        }
        if marker != nil { words.removeFirst() }
        guard words.count >= 3 else { return nil }
        let fields = words.prefix(3).map { $0 }
        guard let blob = Data(base64Encoded: String(fields[2])), let key = HostKey(blob: [UInt8](blob)),
            key.type == fields[1]
        else { return nil }
        self.key = key
        self.line = line
        guard fields[0].hasPrefix("|") else {
            hosts = .patterns(fields[0].split(separator: ",").map { HostPattern($0) })
            return
        }
        let parts = fields[0].split(separator: "|")
        guard parts.count == 3, parts[0] == "1", let salt = Data(base64Encoded: String(parts[1])),
            let hash = Data(base64Encoded: String(parts[2])), hash.count == Insecure.SHA1.byteCount
        else { return nil }
        hosts = .hashed(salt: SymmetricKey(data: salt), hash: [UInt8](hash))
    }
}
