/// What to ask a web server.
///
/// Certificates and host names are verified always.
package struct HTTPRequest: Sendable, Hashable {
    package var method: String
    /// With the scheme http or https; addresses as `http://[fd62::1]/` and `http://[fe80::1%25wg0]/`.
    package var url: String
    package var fields: [HTTPField] = []
    /// Nil sends none.
    package var body: [UInt8]?
    /// From the name's look-up to the end of TLS's handshake.
    package var connectDeadline = Duration.seconds(5)
    /// From the call to the last byte.
    package var deadline = Duration.seconds(30)
    package var family = Family.any
    /// Bytes of an answer's body; a longer one is an error.
    package var bodyLimit = 1 << 20
    /// Goes where the server sends it, five times at most, and from https never to http.
    package var followsRedirects = false
    /// PEM file of the authorities that may have signed the server's certificate; the system's if nil.
    package var authorities: String?

    package init(_ method: String = "GET", _ url: String) {
        self.method = method
        self.url = url
    }

    /// Which of a name's addresses may be used.
    package enum Family: Sendable, Hashable {
        case any, v4, v6
    }
}
