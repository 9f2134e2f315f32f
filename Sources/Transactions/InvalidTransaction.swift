/// A transaction, or a value for a verb, that can't be sent to a device.
package struct InvalidTransaction: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where: `steps/0/files/2/path`, steps and files counted from 0 as in other input errors.
    package var place: String
    /// One line for people: `should be an absolute path`.
    package var message: String

    package var description: String { "\(place): \(message)" }

    package init(place: String, message: String) {
        self.place = place
        self.message = message
    }
}
