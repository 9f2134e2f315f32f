/// What a selector says of a node: its host name, or its id, which may be written like a MAC address.
struct NodePattern: Sendable, Hashable {
    private let hostname: Glob
    /// Without colons and in lower case.
    private let id: Glob

    init(_ glob: Glob) {
        hostname = glob
        id = Glob(
            parts: glob.parts.compactMap { part in
                switch part {
                case .character(":"): nil
                case .character(let character): .character(Character(character.lowercased()))
                case .anyText, .anyCharacter: part
                }
            }
        )
    }

    func matches(_ node: Node) -> Bool { hostname.matches(node.hostname) || id.matches(node.id) }
}
