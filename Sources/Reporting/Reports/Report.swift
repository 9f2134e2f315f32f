/// What a report tells, whatever the format: one value that six renderers show.
///
/// A format leaves out what it has no means for: only pages have figures, and only metrics need help texts.
package struct Report: Sendable, Hashable {
    /// One number or word about the whole.
    package struct Fact: Sendable, Hashable {
        /// In snake case; a key of the JSON object.
        package var key: String
        package var value: ReportValue
        /// What the number counts, for those who read metrics; nil where it is none.
        package var measure: String?

        package init(_ key: String, _ value: ReportValue, measure: String? = nil) {
            self.key = key
            self.value = value
            self.measure = measure
        }
    }

    /// A list with a heading, and what one sees in it.
    package struct Section: Sendable, Hashable {
        /// In snake case; a key of the JSON object.
        package var key: String
        package var title: String
        /// What one has to know to read the list; empty where that is nothing.
        package var note: String
        package var listing: Listing
        package var figures: [Figure]

        package init(_ key: String, title: String, note: String = "", listing: Listing, figures: [Figure] = []) {
            self.key = key
            self.title = title
            self.note = note
            self.listing = listing
            self.figures = figures
        }
    }

    /// One word in snake case, with which the names of its metrics begin: `progress`.
    package var name: String
    /// For people, in one line.
    package var title: String
    /// Seconds since 1970.
    package var takenAt: Double
    package var facts: [Fact]
    package var sections: [Section]
    /// Key of the section that formats with room for one list show; the first one where it is nil.
    package var main: String?

    package init(
        _ name: String,
        title: String,
        takenAt: Double,
        facts: [Fact],
        sections: [Section],
        main: String? = nil
    ) {
        self.name = name
        self.title = title
        self.takenAt = takenAt
        self.facts = facts
        self.sections = sections
        self.main = main
    }

    var mainSection: Section? { sections.first { $0.key == main } ?? sections.first }
}
