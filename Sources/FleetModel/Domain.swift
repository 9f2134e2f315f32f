/// One layer-2 mesh, served by several gateways.
package struct Domain: Sendable, Hashable, Codable {
    /// How nodes reach the gateways before the migration.
    package struct Fastd: Sendable, Hashable, Codable {
        /// Instance name, as in `fastd@<instance>.service`.
        package var instance: String
        package var interface: String
        /// UDP port on the gateways.
        package var port: Int

        package init(instance: String, interface: String, port: Int) {
            self.instance = instance
            self.interface = interface
            self.port = port
        }
    }

    /// How nodes reach the gateways after it.
    package struct WireGuard: Sendable, Hashable, Codable {
        /// UDP port on the gateways.
        package var port: Int
        /// MTU of the WireGuard interface, in bytes.
        package var mtu: Int

        package init(port: Int, mtu: Int) {
            self.port = port
            self.mtu = mtu
        }
    }

    /// The code that nodes and the key exchange use, such as `ffmuc_muc_nord`.
    package var code: String
    /// The code without the community's prefix: what interface names carry, at most 12 characters.
    package var shortName: String
    package var dialect: Dialect
    /// Gluon's `domain_seed`, 64 hexadecimal digits.
    package var seed: String
    package var fastd: Fastd?
    package var wireGuard: WireGuard
    package var prefix6: [String]
    /// The batman-adv interface, where it isn't `bat-<short>`.
    package var batmanInterface: String?
    /// The bridge above it, where it isn't `br-<short>`.
    package var bridge: String?

    package init(
        code: String,
        shortName: String,
        dialect: Dialect,
        seed: String,
        fastd: Fastd?,
        wireGuard: WireGuard,
        prefix6: [String],
        batmanInterface: String? = nil,
        bridge: String? = nil
    ) {
        self.code = code
        self.shortName = shortName
        self.dialect = dialect
        self.seed = seed
        self.fastd = fastd
        self.wireGuard = wireGuard
        self.prefix6 = prefix6
        self.batmanInterface = batmanInterface
        self.bridge = bridge
    }
}
