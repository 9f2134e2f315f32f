/// A file with its rights.
package struct FileStep: Sendable, Hashable, Codable {
    package var path: String
    package var content: String
    /// Permission bits in octal: `0644`.
    package var mode: String
    /// `user:group`.
    package var owner: String

    package init(path: String, content: String, mode: String, owner: String) {
        self.path = path
        self.content = content
        self.mode = mode
        self.owner = owner
    }
}
