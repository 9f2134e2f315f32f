extension SourceFormat {
    /// Tells a file's format by its start.
    ///
    /// - Throws: `ConfigErrors` if it is none that is known.
    init(recognising start: [UInt8], name: String) throws(ConfigErrors) {
        let bytes = start.starts(with: [0xef, 0xbb, 0xbf]) ? start.dropFirst(3) : start[...]
        guard let format = Self.format(of: bytes) else {
            let message =
                bytes.isEmpty
                ? "is empty"
                : "is of no known format; --format names one of "
                    + Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw ConfigErrors(name, "", message)
        }
        self = format
    }

    /// Tells a directory's format by what lies in it.
    ///
    /// - Throws: `ConfigErrors` if it is none that is known, or a file can't be read.
    init(recognising directory: SourceDirectory) throws(ConfigErrors) {
        if AnsibleInventory.inventoryFile(in: directory) != nil {
            self = .ansible
            return
        }
        if directory.files.contains(where: { $0.hasSuffix(".conf") && !$0.contains("/") || $0.hasPrefix("domains/") }) {
            self = .gluonDomain
            return
        }
        for file in directory.files.prefix(100) {
            switch Self.format(of: try directory.stream(file).peek()[...]) {
            case .fastdPeers?:
                self = .fastdPeers
                return
            case .respondd?:
                self = .respondd
                return
            case .umstieg?, .meshviewer?, .nodes?, .yanic?, .ansible?, .gluonDomain?, .wgkex?, nil: continue
            }
        }
        throw ConfigErrors(
            directory.name,
            "",
            "is a directory of no known format; --format names one of respondd, ansible, fastd-peers, gluon-domain"
        )
    }

    private static func format(of bytes: ArraySlice<UInt8>) -> SourceFormat? {
        let text = bytes.drop { $0 <= 0x20 }
        switch text.first {
        case UInt8(ascii: "{"):
            let inside = text.dropFirst().drop { $0 <= 0x20 }
            guard inside.first == UInt8(ascii: "\"") || inside.first == UInt8(ascii: "}") else { return .gluonDomain }
            return format(ofObject: inside)
        case nil: return nil
        default: return format(ofLines: text)
        }
    }

    /// By the name of the first member: datagrams are written one a line.
    private static func format(ofObject inside: ArraySlice<UInt8>) -> SourceFormat {
        let name = inside.dropFirst().prefix { $0 != UInt8(ascii: "\"") }
        let ofAnswers = ["deflate_base64", "nodeinfo", "statistics", "neighbours"]
        return ofAnswers.contains { name.elementsEqual($0.utf8) } ? .respondd : .nodes
    }

    private static func format(ofLines text: ArraySlice<UInt8>) -> SourceFormat? {
        let lines = text.split { $0 == 0x0a || $0 == 0x0d }.prefix(2000).map { String(decoding: $0, as: UTF8.self) }
        let isLua = { (line: String) in line.hasPrefix("--") && !line.hasPrefix("---") || line.hasPrefix("return") }
        let words = lines.filter { line in
            !["#", ";", "---"].contains(where: line.hasPrefix) && !line.allSatisfy(\.isWhitespace)
        }
        guard let first = words.first else { return nil }
        if isLua(first) { return .gluonDomain }
        let keys = Set(words.filter { $0.first?.isWhitespace == false }.map { String($0.prefix { $0 != ":" }) })
        if keys.contains("umstieg") { return .umstieg }
        if keys.contains("domains"), !keys.isDisjoint(with: ["domain_prefixes", "mqtt", "workers", "broker_listen"]) {
            return .wgkex
        }
        if lines.contains(where: { FastdPeerFile.isKey($0) }) { return .fastdPeers }
        if words.contains(where: { $0.hasPrefix("[") && !$0.hasPrefix("[{") && $0.contains("]") }) { return .ansible }
        let sections = ["hosts:", "children:", "vars:"]
        if words.contains(where: { line in sections.contains(String(line.drop(while: \.isWhitespace)).trimmingEnd) }) {
            return .ansible
        }
        return first.contains("ansible_") || first.hasPrefix("all:") ? .ansible : nil
    }
}

extension String {
    fileprivate var trimmingEnd: String {
        var text = self
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
