import CLibSSH2

#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// What goes between libssh2's sign callback, which cannot wait, and an agent, which has to be waited for.
///
/// The callback first leaves the data here and answers "would block"; asked again, it finds the signature.
final class PendingSignature {
    private(set) var data: [UInt8]?
    var signature: [UInt8]?

    /// To call again and again until it no longer would block, as any call of libssh2.
    func authenticate(_ session: OpaquePointer, user: String, key: HostKey) -> Int {
        var abstract: UnsafeMutableRawPointer? = Unmanaged.passUnretained(self).toOpaque()
        return Int(
            libssh2_userauth_publickey(session, user, key.blob, key.blob.count, Self.callback, &abstract)
        )
    }

    private static let callback:
        @convention(c) (
            OpaquePointer?, UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?, UnsafeMutablePointer<Int>?,
            UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UnsafeMutableRawPointer?>?
        ) -> Int32 = { _, signature, length, data, count, abstract in
            guard let raw = abstract?.pointee else { return -1 }
            let request = Unmanaged<PendingSignature>.fromOpaque(raw).takeUnretainedValue()
            guard let bytes = request.signature else {
                request.data = [UInt8](UnsafeBufferPointer(start: data, count: count))
                return LIBSSH2_ERROR_EAGAIN
            }
            // libssh2 frees it; sessions use the C library's allocator.
            guard let copy = malloc(max(1, bytes.count)) else { return -1 }
            bytes.withUnsafeBytes {
                copy.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(copy), byteCount: $0.count)
            }
            signature?.pointee = copy.assumingMemoryBound(to: UInt8.self)
            length?.pointee = bytes.count
            return 0
        }
}
