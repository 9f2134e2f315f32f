import FleetModel

extension Document {
    /// YAML 1.1, as libyaml and PyYAML read it, with a final newline.
    ///
    /// Where templates are marked, text that Ansible would take for one is tagged `!unsafe`, so that no host name of a
    /// stranger runs anything.
    func yaml(marksTemplates: Bool = false) -> String {
        var writer = YAMLWriter(marksTemplates: marksTemplates)
        writer.write(self)
        return writer.text
    }
}

private struct YAMLWriter {
    let marksTemplates: Bool
    private(set) var text = ""

    init(marksTemplates: Bool) {
        self.marksTemplates = marksTemplates
    }

    mutating func write(_ document: Document) {
        switch document {
        case .fields(let fields) where !fields.isEmpty: write(fields, depth: 0)
        default: text += inline(document) + "\n"
        }
    }

    private mutating func write(_ fields: [Document.Field], depth: Int) {
        for field in fields {
            text += String(repeating: "  ", count: depth) + Self.quoted(field.key) + ":"
            switch field.value {
            case .fields(let inner) where !inner.isEmpty:
                text += "\n"
                write(inner, depth: depth + 1)
            case .list(let items) where items.contains(where: \.isLong):
                text += "\n"
                for item in items { text += String(repeating: "  ", count: depth) + "- " + inline(item) + "\n" }
            case .text, .number, .decimal, .boolean, .list, .fields:
                text += " " + inline(field.value) + "\n"
            }
        }
    }

    private func inline(_ document: Document) -> String {
        switch document {
        case .text(let text):
            marksTemplates && text.looksLikeTemplate ? "!unsafe \(Self.escaped(text))" : Self.quoted(text)
        case .number(let number): String(number)
        case .decimal(let number): "\(number)"
        case .boolean(let boolean): boolean ? "true" : "false"
        case .list(let items): "[" + items.map(inline).joined(separator: ", ") + "]"
        case .fields(let fields):
            "{" + fields.map { "\(Self.quoted($0.key)): \(inline($0.value))" }.joined(separator: ", ") + "}"
        }
    }

    /// Quoted unless no reader of YAML can take it for anything else.
    private static func quoted(_ text: String) -> String {
        let isPlain =
            text.utf8.first.map { $0.isLetter } ?? false
            && text.utf8.allSatisfy { $0.isLetter || (0x30...0x39).contains($0) || "_.-/".utf8.contains($0) }
        return isPlain && !reserved.contains(text.lowercased()) ? text : escaped(text)
    }

    private static let reserved: Set<String> = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"]

    private static func escaped(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += #"\""#
            case "\\": quoted += #"\\"#
            // What could be an anchor and its alias is read by nobody who is careful, wherever it stands.
            case "&": quoted += #"\x26"#
            case "*": quoted += #"\x2a"#
            case _ where scalar.value < 0x20 || (0x7f...0xa0).contains(scalar.value): quoted += escape(scalar, "x", 2)
            case _ where scalar.steersTerminal || scalar.value == 0xfeff: quoted += escape(scalar, "u", 4)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static func escape(_ scalar: Unicode.Scalar, _ letter: String, _ count: Int) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\\(letter)\(String(repeating: "0", count: count - digits.count))\(digits)"
    }
}

extension Document {
    /// Whether it is better read in a line of its own.
    fileprivate var isLong: Bool {
        switch self {
        case .list, .fields: true
        case .text, .number, .decimal, .boolean: false
        }
    }
}

extension String {
    /// Whether Ansible's Jinja would look into it.
    var looksLikeTemplate: Bool { contains("{{") || contains("{%") || contains("{#") }
}

extension UInt8 {
    fileprivate var isLetter: Bool { (0x41...0x5a).contains(self) || (0x61...0x7a).contains(self) }
}
