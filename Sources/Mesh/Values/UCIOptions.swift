/// Settings of an OpenWrt device, by their place: `gluon.mesh_vpn.enabled`.
package struct UCIOptions: Sendable, Hashable {
    package enum Value: Sendable, Hashable {
        case single(String)
        case list([String])
    }

    /// By `package.section.option`.
    package var values: [String: Value]
    /// Types of sections, by `package.section`.
    package var types: [String: String]

    package init(values: [String: Value] = [:], types: [String: String] = [:]) {
        self.values = values
        self.types = types
    }

    /// A value, or a list's values separated by spaces as `uci get` prints them; nil if it isn't set.
    package subscript(place: String) -> String? {
        switch values[place] {
        case .single(let value): value
        case .list(let values): values.joined(separator: " ")
        case nil: nil
        }
    }

    /// All values; none if it isn't set.
    package func list(_ place: String) -> [String] {
        switch values[place] {
        case .single(let value): [value]
        case .list(let values): values
        case nil: []
        }
    }

    /// What OpenWrt takes for true; nil if it isn't set.
    package func flag(_ place: String) -> Bool? {
        self[place].map { ["1", "on", "true", "yes", "enabled"].contains($0) }
    }

    /// Names of a package's sections of this type, sorted: `peer_1`.
    package func sections(of package: String, type: String) -> [String] {
        let prefix = package + "."
        let places = types.filter { $0.value == type && $0.key.hasPrefix(prefix) }.keys
        return places.map { String($0.dropFirst(prefix.count)) }.sorted()
    }
}
