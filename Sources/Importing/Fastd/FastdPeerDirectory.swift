import FleetModel

/// A directory of fastd peers, one file each, flat or with a directory for each group.
enum FastdPeerDirectory {
    private static let shown = 10

    /// - Throws: `ConfigErrors` if a file can't be read, or none holds a key.
    static func read(_ directory: SourceDirectory) throws(ConfigErrors) -> SourceFacts {
        var facts = SourceFacts()
        var others: [String] = []
        for file in directory.files {
            let peer = FastdPeerFile(try directory.bytes(file))
            let parts = file.split(separator: "/").map(String.init)
            switch peer.content {
            case .none: others.append(file)
            case .malformed(let line):
                facts.notes.append(
                    "\(directory.name(of: file)): line \(line): its key is no 64 hexadecimal digits; left out."
                )
            case .key(let key):
                facts.peers.append(
                    PeerFacts(
                        name: parts.last ?? file,
                        group: parts.count > 1 ? parts.dropLast().joined(separator: "/") : nil,
                        key: key,
                        node: peer.node
                    )
                )
            }
        }
        guard !facts.peers.isEmpty || directory.files.isEmpty else {
            throw ConfigErrors(directory.name, "", "none of its files holds a fastd peer's «key \"…\";»")
        }
        facts.peers.sort { ($0.group ?? "", $0.name) < ($1.group ?? "", $1.name) }
        facts.notes += notes(others, facts.peers)
        return facts
    }

    /// One peer's file alone.
    static func read(_ stream: ByteStream) throws(ConfigErrors) -> SourceFacts {
        let peer = FastdPeerFile(try stream.rest(limit: 1 << 20))
        var facts = SourceFacts()
        switch peer.content {
        case .none: throw ConfigErrors(stream.name, "", "holds no fastd peer's «key \"…\";»")
        case .malformed(let line):
            throw ConfigErrors(stream.name, "line \(line)", "expected a key of 64 hexadecimal digits")
        case .key(let key):
            let name = stream.name.split(separator: "/").last.map(String.init) ?? stream.name
            facts.peers = [PeerFacts(name: name, group: nil, key: key, node: peer.node)]
        }
        return facts
    }

    private static func notes(_ others: [String], _ peers: [PeerFacts]) -> [String] {
        var notes: [String] = []
        if !others.isEmpty { notes.append("\(others.count) files without a key: \(list(others)).") }
        let doubles = Dictionary(grouping: peers, by: \.key).filter { $1.count > 1 }.values
            .sorted { ($0.first?.name ?? "") < ($1.first?.name ?? "") }
        for peers in doubles.prefix(shown) {
            let names = peers.map { ($0.group.map { $0 + "/" } ?? "") + $0.name }
            notes.append("The key \(peers[0].key) stands in \(names.count) files: \(list(names)).")
        }
        if doubles.count > shown { notes.append("And \(doubles.count - shown) more keys stand in several files.") }
        return notes
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(shown).joined(separator: ", ") + (names.count > shown ? ", …" : "")
    }
}
