/// What a source tells of nodes that it didn't tell before.
struct NodeNews {
    /// Its row's id.
    let source: Int64
    /// When it told so, in seconds since 1970.
    let time: Int
    /// Positions among its nodes, with the facts' digests.
    var changed: [(position: Int, digest: Int64)] = []
    /// Ids of those of which it told something else, or tells no longer.
    var outdated: [String] = []

    var isEmpty: Bool { changed.isEmpty && outdated.isEmpty }
}
