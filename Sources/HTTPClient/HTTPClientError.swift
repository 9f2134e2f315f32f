import FleetModel

/// Why there is no answer.
package struct HTTPClientError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: Sendable, Hashable {
        /// The request itself can't be sent.
        case unusable
        case nameNotFound
        case connectionRefused
        case unreachable
        case timedOut
        /// The certificate isn't accepted, or TLS fails otherwise.
        case insecure
        /// The answer is longer than the request allows.
        case tooLong
        /// The connection broke, or what came is no HTTP.
        case broken
        case cancelled
    }

    package var code: Code
    /// In one line, with the host; never with a URL's user and password.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message.escapingControls
    }

    package var description: String { message }
}
