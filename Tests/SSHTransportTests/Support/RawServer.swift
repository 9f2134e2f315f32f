import Foundation
import Glibc
import Synchronization
import UmstiegTesting

/// A TCP listener on loopback that says the same bytes to everyone, for servers that misbehave.
final class RawServer: Sendable {
    enum Manner: Sendable {
        case stayOpen
        case hangUp
        /// Does not even take connections; the queue is full.
        case ignore
    }

    let port: Int
    private let descriptor: Int32
    private let accepted = Mutex<[Int32]>([])
    private let total = Mutex(0)

    var connections: Int { total.withLock { $0 } }

    init(saying bytes: [UInt8] = [], manner: Manner = .stayOpen) {
        port = FreePort.find()
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = FreePort.address(port)
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { [descriptor] in _ = bind(descriptor, $0, length)
            }
        }
        _ = listen(descriptor, manner == .ignore ? 0 : 64)
        guard manner != .ignore else {
            fillQueue()
            return
        }
        let listener = descriptor
        Thread.detachNewThread { [weak self] in
            while true {
                let peer = accept(listener, nil, nil)
                guard peer >= 0, let self else { return }
                self.total.withLock { $0 += 1 }
                if manner == .stayOpen { self.accepted.withLock { $0.append(peer) } }
                Thread.detachNewThread {
                    _ = bytes.withUnsafeBytes { send(peer, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                    if manner == .hangUp { close(peer) }
                }
            }
        }
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
        for peer in accepted.withLock({ $0 }) {
            shutdown(peer, Int32(SHUT_RDWR))
            close(peer)
        }
    }

    private func fillQueue() {
        for _ in 0..<4 {
            let peer = socket(
                AF_INET,
                Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue),
                0
            )
            var address = FreePort.address(port)
            let length = socklen_t(MemoryLayout<sockaddr_in>.size)
            withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = connect(peer, $0, length) }
            }
            accepted.withLock { $0.append(peer) }
        }
    }
}
