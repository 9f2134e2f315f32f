import Foundation

/// The contents of a known_hosts file.
///
/// Plain names are found through an index; only patterns and hashed entries are looked through.
package struct KnownHosts: Sendable {
    /// For messages.
    package let path: String
    /// Lines that are neither empty nor comments and could not be read.
    package private(set) var badLines = 0
    private var entries: [KnownHostsEntry] = []
    private var plain: [String: [Int]] = [:]
    private var others: [Int] = []

    package init(path: String, text: String) {
        self.path = path
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let content = line.drop { $0 == " " || $0 == "\t" }
            guard let first = content.first, first != "#" else { continue }
            guard let entry = KnownHostsEntry(content, line: index + 1) else {
                badLines += 1
                continue
            }
            add(entry, names: content)
        }
    }

    /// The name under which a host stands in known_hosts files.
    package static func name(_ host: String, port: Int) -> String {
        port == 22 ? host.lowercased() : "[\(host.lowercased())]:\(port)"
    }

    /// A line that says that the host has this key.
    package static func line(host: String, port: Int, key: HostKey) -> String {
        "\(name(host, port: port)) \(key.type) \(key.base64)"
    }

    /// Entries for a host, in the order of the file, certificate authorities left out.
    func entries(for host: String, port: Int) -> [KnownHostsEntry] {
        let name = Self.name(host, port: port)
        var found = plain[name] ?? []
        found += others.filter { entries[$0].matches(name) }
        return found.sorted().map { entries[$0] }.filter { $0.marker != .certificateAuthority }
    }

    private mutating func add(_ entry: KnownHostsEntry, names content: Substring) {
        let index = entries.count
        entries.append(entry)
        let names = Self.plainNames(of: entry, in: content)
        guard !names.isEmpty else { return others.append(index) }
        for name in Set(names) { plain[name, default: []].append(index) }
    }

    /// The entry's names in lower case if it has nothing but plain names.
    private static func plainNames(of entry: KnownHostsEntry, in content: Substring) -> [String] {
        guard case .patterns = entry.hosts else { return [] }
        var words = content.split(maxSplits: 2, whereSeparator: { $0 == " " || $0 == "\t" })[...]
        if entry.marker != nil { words.removeFirst() }
        guard let field = words.first, !field.contains(where: { "*?!".contains($0) }) else { return [] }
        return field.split(separator: ",").map { $0.lowercased() }
    }
}
