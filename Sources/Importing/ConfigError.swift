import FleetModel

/// One thing that is wrong in a file.
package struct ConfigError: Error, Sendable, Hashable, CustomStringConvertible {
    /// As the user named it.
    package var file: String
    /// Keys and positions (from 0) from the root, as in `gateways/gw04/domains/2`; empty for the whole file.
    package var path: String
    /// What is wrong and what would be right, without a final full stop.
    package var message: String

    package init(file: String, path: String, message: String) {
        self.file = file
        self.path = path
        self.message = message
    }

    /// One line, safe for a terminal: `lab.yaml: gateways/gw04/domains/2: unknown domain «x», expected one of …`.
    package var description: String {
        [file, path, message].filter { !$0.isEmpty }.joined(separator: ": ").escapingControls
    }
}
