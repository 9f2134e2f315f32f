/// Who told something, and when.
package struct FactSource: Sendable, Hashable {
    /// What a source's word is worth against that of others.
    package enum Rank: Int, Sendable, Hashable, Comparable, Codable, CaseIterable {
        /// What others say of devices: maps, key directories, other programs' settings.
        case hearsay = 1
        /// What a device says of itself.
        case device = 2
        /// What the community has decided: the inventory file.
        case inventory = 3

        package static func < (one: Rank, other: Rank) -> Bool { one.rawValue < other.rawValue }
    }

    /// Path or address, as the user named it.
    package var name: String
    /// Name of the format: `meshviewer`.
    package var format: String
    package var rank: Rank
    /// When it was true, by the source's own clock if it has one: seconds since 1970.
    package var toldAt: Int

    package init(name: String, format: String, rank: Rank, toldAt: Int) {
        self.name = name
        self.format = format
        self.rank = rank
        self.toldAt = toldAt
    }
}
