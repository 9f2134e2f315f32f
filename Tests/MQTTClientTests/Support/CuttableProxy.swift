import Foundation
import Glibc
import Synchronization
import UmstiegTesting

/// A TCP proxy on loopback whose connections can be cut, as a network does it: nobody says goodbye.
final class CuttableProxy: Sendable {
    let port = FreePort.find()
    private let listener: Int32
    private let sockets = Mutex<[Int32]>([])

    init(to target: Int) {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        Self.with(port) { _ = bind(listener, $0, $1) }
        listen(listener, 16)
        Thread.detachNewThread { [weak self, listener] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0, let self else { return }
                let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
                Self.with(target) { _ = connect(server, $0, $1) }
                self.sockets.withLock { $0 += [client, server] }
                Thread.detachNewThread { Self.pump(from: client, to: server) }
                Thread.detachNewThread { Self.pump(from: server, to: client) }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        cut()
    }

    /// Ends all connections; new ones are taken.
    func cut() {
        let cut = sockets.withLock { sockets in
            defer { sockets = [] }
            return sockets
        }
        for socket in cut { shutdown(socket, Int32(SHUT_RDWR)) }
    }

    private static func pump(from source: Int32, to target: Int32) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(source, &buffer, buffer.count, 0)
            guard count > 0, send(target, &buffer, count, Int32(MSG_NOSIGNAL)) == count else { break }
        }
        shutdown(source, Int32(SHUT_RDWR))
        shutdown(target, Int32(SHUT_RDWR))
    }

    private static func with(_ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Void) {
        var address = FreePort.address(port)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
