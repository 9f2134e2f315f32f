/// A verb that the device declined without changing anything.
package struct DeviceRefusal: Error, Sendable, Hashable, Codable {
    package enum Code: String, Sendable, Hashable, Codable, CaseIterable {
        /// Another transaction is pending in the scope.
        case pending
        /// A path is held by another scope's confirmed transaction, or a later one of this scope.
        case pathHeld = "path-held"
        /// A hold is set on the scope.
        case held
        /// The fencing token is older than the device's.
        case fenced
        case locked
        case noSuchTransaction = "no-such-transaction"
        /// The verb doesn't fit the transaction's state.
        case wrongState = "wrong-state"
        /// Less than 5 s before the deadline.
        case tooLate = "too-late"
        /// Something was changed by hand since the confirmation.
        case drift
        case noSpace = "no-space"
        case notArmed = "not-armed"
        /// The input can't be read, or a value is not allowed.
        case invalid
        case failed
    }

    package var code: Code
    /// One line for people.
    package var message: String
    /// Refused by drift: what was changed, one item each; else empty.
    package var differences: [String]

    package init(code: Code, message: String, differences: [String] = []) {
        self.code = code
        self.message = message
        self.differences = differences
    }
}
