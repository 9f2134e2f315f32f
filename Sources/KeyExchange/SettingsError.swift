import FleetModel

/// What is wrong in a settings file.
package struct SettingsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// As the user named it.
    package var file: String
    /// Keys and positions from the root, as in `workers/gw04/weight`; empty for the whole file.
    package var path: String
    /// What is wrong and what would be right.
    package var message: String

    package init(file: String, path: String, message: String) {
        self.file = file
        self.path = path
        self.message = message
    }

    package var description: String {
        [file, path, message].filter { !$0.isEmpty }.joined(separator: ": ").escapingControls
    }
}
