/// A command line for a device and what it reads, as values: tests compare them, a transport runs them.
package struct DeviceCommand: Sendable, Hashable {
    /// POSIX sh for the login shell; every value in it has passed through `shellQuoted`.
    package var text: String
    package var standardInput: [UInt8]

    package init(text: String, standardInput: [UInt8] = []) {
        self.text = text
        self.standardInput = standardInput
    }
}
