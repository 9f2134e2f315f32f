/// What one source told last.
package struct FactLayer: Sendable, Hashable {
    package var source: FactSource
    package var facts: SourceFacts

    package init(source: FactSource, facts: SourceFacts) {
        self.source = source
        self.facts = facts
    }
}
