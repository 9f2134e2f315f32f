/// A node's key in a directory of fastd peers.
package struct PeerFacts: Sendable, Hashable {
    /// The file's name: usually the node's host name.
    package var name: String
    /// The directory in which the file lies, where there are several.
    package var group: String?
    /// 64 hexadecimal digits, lower case.
    package var key: String
    /// The node's id, where a comment tells its MAC address.
    package var node: String?

    package init(name: String, group: String?, key: String, node: String?) {
        self.name = name
        self.group = group
        self.key = key
        self.node = node
    }
}
