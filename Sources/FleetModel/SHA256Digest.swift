import Crypto

/// The digest that tells whether two files are the same.
package enum SHA256Digest {
    /// 64 lower-case hexadecimal digits, as `sha256sum` prints them.
    package static func text(of bytes: [UInt8]) -> String {
        HexDigits.text(SHA256.hash(data: bytes))
    }
}
