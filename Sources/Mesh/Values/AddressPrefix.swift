package import FleetModel

/// A network: `fe80::/64`, or one address: `fe80::1/128`.
package struct AddressPrefix: Sendable, Hashable, CustomStringConvertible {
    /// Bits beyond the prefix are kept, as an interface's address has them: `fd62::1/64`.
    package let address: IPAddress
    /// From 0 to 32 or 128.
    package let length: Int

    /// The network of one address.
    package init(_ address: IPAddress) {
        self.address = address
        length = address.bitCount
    }

    /// Nil if there aren't as many bits.
    package init?(_ address: IPAddress, length: Int) {
        guard (0...address.bitCount).contains(length) else { return nil }
        self.address = address
        self.length = length
    }

    /// Reads `fe80::/64`, or an address alone; nil if it is neither.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first.flatMap({ IPAddress($0) }) else { return nil }
        guard parts.count > 1 else {
            self.init(address)
            return
        }
        guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(parts[1]) else { return nil }
        self.init(address, length: length)
    }

    /// Whether it is one address, and not a network.
    package var isHost: Bool { length == address.bitCount }

    package var description: String { "\(address)/\(length)" }
}
