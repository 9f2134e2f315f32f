import Foundation
import Glibc
import Synchronization
import UmstiegTesting

/// A TCP server on loopback that answers what comes first, second and so on with given bytes, for servers that do what
/// mosquitto doesn't.
final class ScriptedServer: Sendable {
    let port = FreePort.find()
    private let listener: Int32
    private let accepted = Mutex(0)

    var connections: Int { accepted.withLock { $0 } }

    init(answers: [[UInt8]]) {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = FreePort.address(port)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        listen(listener, 16)
        Thread.detachNewThread { [weak self, listener] in
            while true {
                let peer = accept(listener, nil, nil)
                guard peer >= 0, let self else { return }
                self.accepted.withLock { $0 += 1 }
                Thread.detachNewThread { Self.serve(peer, answers) }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private static func serve(_ peer: Int32, _ answers: [[UInt8]]) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        for answer in answers {
            guard recv(peer, &buffer, buffer.count, 0) > 0 else { break }
            _ = answer.withUnsafeBytes { send(peer, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        }
        while recv(peer, &buffer, buffer.count, 0) > 0 {}
        close(peer)
    }
}
