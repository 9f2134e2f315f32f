import Crypto
import Foundation

/// A public key as hosts show it and known_hosts files hold it.
package struct HostKey: Sendable, Hashable, CustomStringConvertible {
    /// `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`.
    package var type: String
    /// RFC 4253, section 6.6.
    package var blob: [UInt8]

    /// - Returns: nil if the blob does not begin with the name of a key type.
    package init?(blob: [UInt8]) {
        var reader = SSHReader(blob[...])
        guard let name = reader.string(), !name.isEmpty, name.allSatisfy({ (0x21..<0x7F).contains($0) }) else {
            return nil
        }
        type = String(decoding: name, as: UTF8.self)
        self.blob = blob
    }

    /// The blob in base64, with padding.
    package var base64: String { Data(blob).base64EncodedString() }

    /// `SHA256:` and base64 without padding, as `ssh-keygen -l` prints it.
    package var fingerprint: String {
        let digest = Data(SHA256.hash(data: blob)).base64EncodedString()
        return "SHA256:" + String(digest.prefix { $0 != "=" })
    }

    package var description: String { "\(type) \(fingerprint)" }
}
