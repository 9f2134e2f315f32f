/// The formats of a list.
package enum OutputFormat: String, Sendable, Hashable, CaseIterable {
    /// Aligned columns for people.
    case table
    case json
    case csv
}
