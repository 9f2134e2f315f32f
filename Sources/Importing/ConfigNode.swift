import Yams

/// A place in a file that is being read.
///
/// Each accessor returns nil after it has recorded an error that carries the place's path. A caller reads all it
/// needs, then gives up with `guard let`.
package struct ConfigNode {
    /// What stands at a place, for fields that take more than one shape.
    package enum Kind {
        /// `key:` without a value, `~` or `null`.
        case nothing
        case scalar
        case sequence
        case mapping
    }

    /// Keys and positions (from 0) from the root, separated by slashes; empty at the root.
    package let path: String
    let yaml: Node
    let document: ConfigDocument

    init(_ yaml: Node, path: String, document: ConfigDocument) {
        self.yaml = yaml
        self.path = path
        self.document = document
    }

    package var kind: Kind {
        switch yaml {
        case .scalar(let scalar):
            scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string) ? .nothing : .scalar
        case .sequence: .sequence
        case .mapping: .mapping
        case .alias: .nothing
        }
    }

    /// Records an error at this place; for rules that the accessors don't know.
    package func fail(_ message: String) {
        document.record(message, at: path)
    }

    /// The fields of a mapping.
    ///
    /// A field that isn't allowed is an error that names those that are.
    package func mapping(allowed: [String]) -> ConfigMapping? {
        guard let entries = entries() else { return nil }
        for (key, node) in entries where !allowed.contains(key) {
            node.fail("unknown field, expected one of \(allowed.joined(separator: ", "))")
        }
        return ConfigMapping(node: self, fields: Dictionary(entries) { first, _ in first })
    }

    /// The entries of a mapping whose keys are names that the user chose, in the file's order.
    package func entries() -> [(key: String, node: ConfigNode)]? {
        guard case .mapping(let mapping) = yaml else { return unexpected("a mapping of fields") }
        var seen: Set<String> = []
        return mapping.compactMap { key, value in
            guard case .scalar(let scalar) = key else {
                fail("a key must be text")
                return nil
            }
            let node = child(scalar.string, value)
            guard seen.insert(scalar.string).inserted else {
                node.fail("stands here twice")
                return nil
            }
            return (key: scalar.string, node: node)
        }
    }

    /// The items of a list.
    package func sequence() -> [ConfigNode]? {
        guard case .sequence(let sequence) = yaml else { return unexpected("a list") }
        return sequence.enumerated().map { child(String($0.offset), $0.element) }
    }

    /// A list of text.
    package func strings() -> [String]? {
        guard let items = sequence() else { return nil }
        let texts = items.compactMap { $0.string() }
        return texts.count == items.count ? texts : nil
    }

    private func child(_ key: String, _ yaml: Node) -> ConfigNode {
        ConfigNode(yaml, path: path.isEmpty ? key : "\(path)/\(key)", document: document)
    }

    /// Records what stands here instead of what was expected.
    func unexpected<Value>(_ expectation: String) -> Value? {
        let found =
            switch kind {
            case .nothing: "nothing"
            case .scalar: "«\(yaml.scalar?.string ?? "")»"
            case .sequence: "a list"
            case .mapping: "a mapping of fields"
            }
        fail("expected \(expectation), found \(found)")
        return nil
    }
}
