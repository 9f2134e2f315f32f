import FleetModel

/// A place in a settings file, which knows its path.
struct SettingsNode {
    let tree: YAMLTree
    let file: String
    let path: String

    /// What is wrong here.
    func wrong(_ message: String) -> SettingsError { SettingsError(file: file, path: path, message: message) }

    /// Whether nothing stands here: `key:` or `key: ~`.
    var isEmpty: Bool {
        if case .scalar(let text, isPlain: true) = tree { ["", "~", "null"].contains(text) } else { false }
    }

    /// Whether `""` stands here.
    var isQuotedNothing: Bool {
        if case .scalar("", isPlain: false) = tree { true } else { false }
    }

    /// The members of a mapping, in the file's order.
    func members() throws(SettingsError) -> [(key: String, node: SettingsNode)] {
        guard case .mapping(let members) = tree else { throw wrong("expected a mapping") }
        return members.map { ($0.key, SettingsNode(tree: $0.value, file: file, path: child($0.key))) }
    }

    /// A member that may be missing or empty.
    func member(_ key: String) throws(SettingsError) -> SettingsNode? {
        try members().first { $0.key == key && !$0.node.isEmpty }?.node
    }

    /// Refuses members that are none of these.
    func allow(_ known: [String]) throws(SettingsError) {
        for (key, node) in try members() where !known.contains(key) {
            throw node.wrong("unknown setting, expected one of \(known.joined(separator: ", "))")
        }
    }

    func items() throws(SettingsError) -> [SettingsNode] {
        guard case .sequence(let items) = tree else { throw wrong("expected a list") }
        return items.enumerated().map { SettingsNode(tree: $0.element, file: file, path: child(String($0.offset))) }
    }

    func text() throws(SettingsError) -> String {
        guard case .scalar(let text, _) = tree, !text.isEmpty else { throw wrong("expected text") }
        return text
    }

    /// A whole number, quoted or not, as Python's `int` would take it.
    func integer(in range: ClosedRange<Int>) throws(SettingsError) -> Int {
        guard case .scalar(let text, _) = tree, let value = Int(text), range.contains(value) else {
            throw wrong("expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// The truth values of YAML 1.1, which wgkex's parser knows.
    func boolean() throws(SettingsError) -> Bool {
        if case .scalar(let text, isPlain: true) = tree {
            switch text.lowercased() {
            case "true", "yes", "on": return true
            case "false", "no", "off": return false
            default: break
            }
        }
        throw wrong("expected true or false")
    }

    /// A whole number and its unit, `90s`, `5m`, `3h` or `14d`.
    func duration(in range: ClosedRange<Duration>) throws(SettingsError) -> Duration {
        let units = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard case .scalar(let text, _) = tree, let unit = text.last.flatMap({ units[String($0)] }),
            let count = Int(text.dropLast()), (0...10_000_000).contains(count),
            range.contains(.seconds(count * unit))
        else { throw wrong("expected a duration such as 90s, 5m, 3h or 14d") }
        return .seconds(count * unit)
    }

    func dialect() throws(SettingsError) -> Dialect {
        guard let dialect = Dialect(rawValue: try text()) else {
            throw wrong("expected one of \(Dialect.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return dialect
    }

    private func child(_ key: String) -> String { path.isEmpty ? key : "\(path)/\(key)" }
}
