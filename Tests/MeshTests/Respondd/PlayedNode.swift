import Foundation
import Glibc

/// A node that answers respondd's question on ::1, with all datagrams that it is given.
final class PlayedNode: Sendable {
    let port: UInt16
    private let descriptor: Int32

    init(answers: [[UInt8]]) throws {
        let descriptor = socket(AF_INET6, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_addr = in6addr_loopback
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        self.descriptor = descriptor
        port = UInt16(bigEndian: address.sin6_port)
        Thread.detachNewThread { Self.serve(descriptor, answers: answers) }
    }

    /// Makes the thread end, too.
    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    private static func serve(_ descriptor: Int32, answers: [[UInt8]]) {
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 1500)
        while true {
            var client = sockaddr_in6()
            var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
            let received = withUnsafeMutablePointer(to: &client) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    recvfrom(descriptor, &buffer, buffer.count, 0, $0, &length)
                }
            }
            guard received > 0 else { return }
            guard buffer.prefix(received).elementsEqual("GET nodeinfo statistics neighbours".utf8) else { continue }
            for answer in answers {
                _ = withUnsafePointer(to: client) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        sendto(descriptor, answer, answer.count, 0, $0, length)
                    }
                }
            }
        }
    }
}
