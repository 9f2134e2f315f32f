/// Why a device could not be reached, or a command's end is unknown.
package struct TransportError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: Sendable, Equatable {
        case nameNotFound
        case connectionRefused
        case unreachable
        /// A deadline passed; the message says in which phase.
        case timedOut
        case hostKeyUnknown
        case hostKeyChanged
        case hostKeyRevoked
        case authenticationFailed
        /// Something that the library at hand cannot do, such as RSA keys with libssh2 1.10.
        case unsupported
        case connectionLost
        case outputTooLarge
        case cancelled
        case protocolError
    }

    package var code: Code
    /// Name of the endpoint.
    package var host: String
    /// One line that tells what happened and what to do next, without the host's name.
    package var message: String
    /// Name of the jump host whose trouble it is; nil: the endpoint's own.
    package var jump: String?

    package init(_ code: Code, host: String, message: String, jump: String? = nil) {
        self.code = code
        self.host = host
        self.message = message
        self.jump = jump
    }

    package var description: String { "\(host): \(message)" }
}
