package import FleetModel

/// A domain as the key exchange knows it.
package struct ExchangeDomain: Sendable, Hashable {
    /// As nodes and topics write it, such as `ffmuc_muc_nord`.
    package var code: String
    /// The code without its prefix.
    package var shortName: String
    package var dialect: Dialect

    package init(code: String, shortName: String, dialect: Dialect) {
        self.code = code
        self.shortName = shortName
        self.dialect = dialect
    }

    package var wireGuardInterfaceName: String { "wg-\(shortName)" }
    package var vxlanInterfaceName: String { "vx-\(shortName)" }

    /// Whether an interface has such a name, of whatever domain.
    package static func mayHave(interface name: String) -> Bool { name.hasPrefix("wg-") || name.hasPrefix("vx-") }
}
