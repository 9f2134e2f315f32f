@testable import SSHTransport

extension HostKey {
    /// A well-formed ed25519 key of 32 equal bytes.
    static func testKey(_ byte: UInt8) -> HostKey {
        var writer = SSHWriter()
        writer.string(Array("ssh-ed25519".utf8))
        writer.string([UInt8](repeating: byte, count: 32))
        guard let key = HostKey(blob: writer.bytes) else { preconditionFailure("the blob has a type") }
        return key
    }
}
