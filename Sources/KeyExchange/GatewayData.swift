package import FleetModel
import FoundationEssentials

/// How nodes of one domain reach one gateway: the payload of a worker's `data` topic.
package struct GatewayData: Sendable, Hashable {
    /// A host name or an address, without port.
    package var externalAddress: String
    /// UDP port of the WireGuard interface.
    package var port: Int
    package var publicKey: WireGuardKey
    /// Link-local IPv6 address of the WireGuard interface, without prefix length.
    package var linkAddress: String

    package init(externalAddress: String, port: Int, publicKey: WireGuardKey, linkAddress: String) {
        self.externalAddress = externalAddress
        self.port = port
        self.publicKey = publicKey
        self.linkAddress = linkAddress
    }

    /// As wgkex's worker writes it.
    package var json: String {
        JSONText.object([
            ("ExternalAddress", JSONText.string(externalAddress)), ("Port", String(port)),
            ("PublicKey", JSONText.string(publicKey.base64)), ("LinkAddress", JSONText.string(linkAddress)),
        ])
    }

    /// Reads a payload that came from outside.
    ///
    /// - Throws: `PayloadError`.
    package init(payload: [UInt8]) throws(PayloadError) {
        let wire: Wire = try PayloadError.decoding(payload, limit: 4096)
        guard let port = wire.port.number, (1...65_535).contains(port) else {
            throw PayloadError("«Port» is not from 1 to 65535")
        }
        guard (1...255).contains(wire.externalAddress.utf8.count),
            wire.externalAddress.utf8.allSatisfy({ (0x21..<0x7f).contains($0) })
        else { throw PayloadError("«ExternalAddress» is no host name") }
        guard let address = LinkLocalAddress(wire.linkAddress) else {
            throw PayloadError("«LinkAddress» is no link-local address")
        }
        self.init(
            externalAddress: wire.externalAddress,
            port: port,
            publicKey: wire.publicKey,
            linkAddress: address.description
        )
    }

    private struct Wire: Decodable {
        var externalAddress: String
        var port: NumberOrText
        var publicKey: WireGuardKey
        var linkAddress: String

        enum CodingKeys: String, CodingKey {
            case externalAddress = "ExternalAddress"
            case port = "Port"
            case publicKey = "PublicKey"
            case linkAddress = "LinkAddress"
        }
    }

    /// Some write the port as text.
    private struct NumberOrText: Decodable {
        var number: Int?

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            number = try (try? container.decode(Int.self)) ?? Int(container.decode(String.self))
        }
    }
}
