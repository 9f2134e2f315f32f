/// A systemd-networkd unit as sections of settings, read for what it promises the kernel will show.
///
/// Format: systemd.syntax(7), without continuation lines.
struct NetworkdUnit: Equatable {
    struct Section: Equatable {
        var name: String
        var settings: [(key: String, value: String)]

        subscript(key: String) -> String? { settings.last { $0.key == key }?.value }

        func values(of key: String) -> [String] { settings.filter { $0.key == key }.map(\.value) }

        static func == (one: Section, other: Section) -> Bool {
            one.name == other.name && one.settings.elementsEqual(other.settings, by: ==)
        }
    }

    var fileName: String
    var sections: [Section]

    init(fileName: String, text: String) {
        self.fileName = fileName
        sections = []
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.trimmed
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasPrefix("["), line.hasSuffix("]") {
                sections.append(Section(name: String(line.dropFirst().dropLast()), settings: []))
            } else if let equals = line.firstIndex(of: "="), !sections.isEmpty {
                let setting = (key: line[..<equals].trimmed, value: line[line.index(after: equals)...].trimmed)
                sections[sections.count - 1].settings.append(setting)
            }
        }
    }

    func section(_ name: String) -> Section? { sections.first { $0.name == name } }
    func sections(_ name: String) -> [Section] { sections.filter { $0.name == name } }

    /// The interface that a `.netdev` makes.
    var createdLink: String? {
        guard fileName.hasSuffix(".netdev") else { return nil }
        return section("NetDev")?["Name"]
    }

    /// The interface that a `.network` sets up, where it names exactly one.
    var configuredLink: String? {
        guard fileName.hasSuffix(".network"), let name = section("Match")?["Name"] else { return nil }
        return name.contains { "*?[ !".contains($0) } ? nil : name
    }
}

extension StringProtocol {
    var trimmed: String {
        var rest = Substring(self)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
