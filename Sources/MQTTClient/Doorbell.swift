import Glibc

/// Wakes the thread that waits in `poll`, from any thread.
final class Doorbell: Sendable {
    /// Readable while somebody has rung.
    let descriptor: Int32
    private let button: Int32

    init() throws(MQTTError) {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw .unusable("socketpair: \(String(cString: strerror(errno)))")
        }
        descriptor = ends[0]
        button = ends[1]
    }

    deinit {
        close(descriptor)
        close(button)
    }

    func ring() {
        var ring: UInt8 = 1
        // A full socket has been rung before.
        send(button, &ring, 1, Int32(MSG_NOSIGNAL))
    }

    /// Forgets rings so far.
    func clear() {
        var rings = [UInt8](repeating: 0, count: 4096)
        while recv(descriptor, &rings, rings.count, 0) == rings.count {}
    }
}
