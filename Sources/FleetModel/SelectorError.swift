/// Where a selector stops making sense.
package struct SelectorError: Error, Sendable, Hashable, CustomStringConvertible {
    /// From 1, in characters.
    package var position: Int
    package var expected: String
    /// What stands there instead; empty at the end.
    package var found: String

    package init(position: Int, expected: String, found: String) {
        self.position = position
        self.expected = expected
        self.found = found
    }

    package var description: String {
        let place = found.isEmpty ? "the end" : "«\(found)»"
        return "selector, character \(position): expected \(expected), found \(place)".escapingControls
    }
}
