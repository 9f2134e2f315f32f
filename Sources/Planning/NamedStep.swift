/// A step and what people call it.
package struct NamedStep: Sendable, Hashable, Codable {
    package var name: String
    package var step: Step

    package init(name: String, step: Step) {
        self.name = name
        self.step = step
    }
}
