/// A private key that is made on the device, if it isn't there, and never leaves it.
package struct WireGuardKeyStep: Sendable, Hashable, Codable {
    package var path: String
    package var mode: String
    package var owner: String

    package init(path: String, mode: String, owner: String) {
        self.path = path
        self.mode = mode
        self.owner = owner
    }
}
