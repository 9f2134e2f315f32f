import Glibc

/// The address of a unix socket.
struct UnixAddress {
    private var address = sockaddr_un()
    private let length: socklen_t

    /// Takes a path, or an abstract name after `@`; nil if it is neither, or too long.
    init?(_ name: String) {
        var bytes = Array(name.utf8)
        guard let first = bytes.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "@"),
            bytes.count > 1, bytes.count < MemoryLayout.size(ofValue: address.sun_path), !bytes.contains(0)
        else { return nil }
        if first == UInt8(ascii: "@") { bytes[0] = 0 } else { bytes.append(0) }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        // The length ends an abstract name.
        length = socklen_t(MemoryLayout.size(ofValue: address.sun_family) + bytes.count)
    }

    func withPointer(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Void) {
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }
}
