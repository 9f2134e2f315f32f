package import FleetModel

/// A node's wish to be known: the body of `POST /api/v1/wg/key/exchange` and `/api/v2/…`.
package struct Registration: Sendable, Hashable, Codable {
    package var domain: String
    package var key: WireGuardKey

    package init(domain: String, key: WireGuardKey) {
        self.domain = domain
        self.key = key
    }

    enum CodingKeys: String, CodingKey {
        case domain
        case key = "public_key"
    }

    /// Reads a body that came from outside; members that it doesn't know don't matter.
    ///
    /// - Throws: `PayloadError`.
    package init(body: [UInt8]) throws(PayloadError) {
        self = try PayloadError.decoding(body, limit: 4096)
    }
}
