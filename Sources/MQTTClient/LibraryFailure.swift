import CMosquitto
import Glibc

/// A code that libmosquitto returned, with `errno` and the log of that moment: the one place that puts them into words.
struct LibraryFailure: Error {
    private let code: Int32
    private let errno: Int32
    private let log: [String]

    init(_ code: Int32, log: [String] = []) {
        self.code = code
        errno = Glibc.errno
        self.log = log
    }

    /// A failure of TLS: it happens again until somebody changes something.
    var isTLS: Bool { code == MOSQ_ERR_TLS.code || code == MOSQ_ERR_ERRNO.code && errno == EPROTO }

    var isNoConnection: Bool { code == MOSQ_ERR_NO_CONN.code }

    /// The other side ended the connection.
    var isClosed: Bool {
        code == MOSQ_ERR_CONN_LOST.code || isNoConnection
            || code == MOSQ_ERR_ERRNO.code && (errno == ECONNRESET || errno == EPIPE)
    }

    var words: String {
        switch code {
        case _ where isTLS: "TLS failed: \(log.isEmpty ? "no reason given" : log.joined(separator: ", "))"
        case _ where isClosed: "the server closed the connection"
        case MOSQ_ERR_ERRNO.code: String(cString: strerror(errno))
        case MOSQ_ERR_EAI.code: "name not found"
        case MOSQ_ERR_KEEPALIVE.code: "the server stopped answering"
        case MOSQ_ERR_PROTOCOL.code, MOSQ_ERR_MALFORMED_PACKET.code, MOSQ_ERR_MALFORMED_UTF8.code:
            "the server does not keep to MQTT 3.1.1"
        default: String(cString: mosquitto_strerror(code))
        }
    }
}

extension mosq_err_t {
    /// As the functions return it.
    var code: Int32 { Int32(rawValue) }
}
