import NIOCore
import NIOPosix
import Transport

#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Why a TCP connection could not be made: the one place where NIO's errors and errno values get their words.
struct ConnectFailure {
    private let cause: any Error

    init(_ cause: any Error) {
        self.cause = cause
    }

    func error(reaching hop: Hop) -> TransportError {
        let place = "\(hop.address) port \(hop.port)"
        if let errno = errnoCode {
            let words = String(cString: strerror(errno))
            return switch errno {
            case ECONNREFUSED:
                TransportError(.connectionRefused, host: hop.name, message: "connection refused: \(place)")
            case ETIMEDOUT:
                TransportError(.timedOut, host: hop.name, message: "timed out in connect: \(place)")
            default:
                TransportError(.unreachable, host: hop.name, message: "unreachable: \(place): \(words)")
            }
        }
        if isUnresolved {
            return TransportError(.nameNotFound, host: hop.name, message: "name not found: \(hop.address)")
        }
        return TransportError(.unreachable, host: hop.name, message: "unreachable: \(place): \(cause)")
    }

    private var errnoCode: CInt? {
        if let error = cause as? IOError { return error.errnoCode }
        // Of several addresses the one that answered at all tells most.
        let codes = (cause as? NIOConnectionError)?.connectionErrors.compactMap { ($0.error as? IOError)?.errnoCode }
        guard let codes, !codes.isEmpty else { return nil }
        return codes.contains(ECONNREFUSED) ? ECONNREFUSED : codes.first
    }

    private var isUnresolved: Bool {
        guard let error = cause as? NIOConnectionError else { return false }
        return error.connectionErrors.isEmpty
    }
}
