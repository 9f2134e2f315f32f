package import FleetModel
package import KeyExchange

/// Proxies whose word on the client's address counts.
package struct TrustedProxies: Sendable {
    private struct Range {
        var network: IPAddress
        var length: Int

        func contains(_ address: IPAddress) -> Bool {
            address.bitCount == network.bitCount && address.prefix(length) == network
        }
    }

    /// Proxies in a row that are followed; no real request has as many.
    private static let longestChain = 16

    private var ranges: [Range] = []

    /// - Parameters:
    ///   - entries: addresses, or networks as in `10.0.0.0/8`.
    ///   - file: where they stand, for errors.
    /// - Throws: `SettingsError`.
    package init(_ entries: [String], file: String) throws(SettingsError) {
        for (index, entry) in entries.enumerated() {
            let parts = entry.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count <= 2, let address = parts.first.flatMap({ IPAddress($0) }),
                let length = parts.count == 2 ? Int(parts[1]) : address.bitCount,
                (0...address.bitCount).contains(length)
            else {
                throw SettingsError(
                    file: file,
                    path: "umstieg/broker/trusted_proxies/\(index)",
                    message: "expected an address, or a network such as 10.0.0.0/8"
                )
            }
            ranges.append(Range(network: address.prefix(length), length: length))
        }
    }

    /// Who sent a request.
    ///
    /// - Parameters:
    ///   - peer: the other end of the connection.
    ///   - forwarded: the values of all `X-Forwarded-For`, in order.
    /// - Returns: the rightmost address that is no trusted proxy's: further left stands what anyone can write.
    package func client(of peer: IPAddress, forwarded: [String]) -> IPAddress {
        guard !ranges.isEmpty, isTrusted(peer) else { return peer }
        var client = peer
        let hops = forwarded.flatMap { $0.split(separator: ",") }.suffix(Self.longestChain)
        for hop in hops.reversed() {
            guard let address = IPAddress(Self.trimmed(hop)) else { break }
            client = address
            guard isTrusted(address) else { break }
        }
        return client
    }

    private func isTrusted(_ address: IPAddress) -> Bool { ranges.contains { $0.contains(address) } }

    private static func trimmed(_ hop: Substring) -> Substring {
        let hop = hop.drop { $0 == " " || $0 == "\t" }
        return hop.prefix { $0 != " " && $0 != "\t" }
    }
}
