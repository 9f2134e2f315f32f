/// What `gluon-info` tells of a node, by name: `Hostname`, `Firmware release`.
package struct GluonInfo: Sendable, Hashable {
    package var values: [String: String]

    package init(values: [String: String]) { self.values = values }

    package subscript(name: String) -> String? { values[name] }
}
