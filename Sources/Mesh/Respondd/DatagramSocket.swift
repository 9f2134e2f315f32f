import FleetModel
import Glibc

/// A socket for UDP, owned.
struct DatagramSocket: ~Copyable {
    private let descriptor: Int32

    /// Neither blocks nor is inherited.
    ///
    /// - Throws: `ResponddError`.
    init() throws(ResponddError) {
        let flags = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        descriptor = socket(AF_INET6, flags, 0)
        guard descriptor >= 0 else { throw ResponddError(operation: "socket", code: errno) }
        // Answers of many nodes come at once; the system gives as much of it as it allows.
        var size: Int32 = 4 << 20
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(descriptor) }

    func send(_ text: String, to question: ResponddQuestion) throws(ResponddError) {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = question.port.bigEndian
        withUnsafeMutableBytes(of: &address.sin6_addr) { $0.copyBytes(from: question.address.bytes) }
        if let interface = question.interface {
            address.sin6_scope_id = if_nametoindex(interface)
            guard address.sin6_scope_id != 0 else {
                throw ResponddError(operation: "interface \(interface)", code: errno)
            }
        }
        let bytes = Array(text.utf8)
        let sent = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, bytes, bytes.count, 0, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
        guard sent == bytes.count else {
            throw ResponddError(operation: "sending to \(question.address)", code: errno)
        }
    }

    /// Waits until there is something to read, or the time is over.
    func wait(milliseconds: Int32) {
        var interest = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        poll(&interest, 1, milliseconds)
    }

    /// The next datagram and its sender's address and port; nil if there is none yet.
    func receive() -> (bytes: [UInt8], sender: IPAddress, port: UInt16)? {
        var address = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        var received = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
            received = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    recvfrom(descriptor, buffer.baseAddress, buffer.count, 0, $0, &length)
                }
            }
            count = max(received, 0)
        }
        let sender = IPAddress(bytes: withUnsafeBytes(of: address.sin6_addr, Array.init))
        guard received >= 0, let sender else { return nil }
        return (bytes, sender, UInt16(bigEndian: address.sin6_port))
    }
}
