/// How a workspace's database is.
package struct DatabaseCondition: Sendable, Hashable {
    /// What is wrong, for people; empty if nothing is.
    package var problems: [String]
    /// With what isn't yet moved from the log into the file.
    package var bytes: Int
    /// What vacuuming would give back.
    package var freeBytes: Int
    /// The version of the program that wrote the schema.
    package var version: String?
    package var nodes: Int
    package var rollouts: Int
    package var journalEntries: Int
    package var findings: Int
    package var changes: Int
}
