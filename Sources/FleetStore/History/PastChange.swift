/// One fact of the inventory that an import changed.
package struct PastChange: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case new
        case changed
        case gone
    }

    /// Seconds since 1970.
    package var time: Int
    package var source: String
    /// `domain`, `gateway` or `node`.
    package var subject: String
    /// A code, a name or an id.
    package var name: String
    /// For people.
    package var title: String
    package var kind: Kind
    /// Which fact changed; nil for what is new or gone.
    package var fact: String?
    package var before: String?
    package var after: String?
}
