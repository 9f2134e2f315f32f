/// A device's output that is not what its script prints: cut, foreign or hostile.
package struct UnreadableAnswer: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where: `line 3: digests/before`.
    package var place: String
    package var message: String

    package var description: String { "\(place): \(message)" }

    package init(place: String, message: String) {
        self.place = place
        self.message = message
    }
}
