import Yams

/// Variables of an Ansible inventory as they are written: what Jinja would make of them is unknown here.
struct AnsibleVariables {
    enum Value {
        case text(String)
        case list([Value])
        case fields([String: Value])

        var text: String? { if case .text(let text) = self { text } else { nil } }
    }

    private(set) var values: [String: Value] = [:]
    /// As they stand in YAML, for those that hold a part of our own format.
    private(set) var nodes: [String: Node] = [:]

    subscript(_ name: String) -> Value? {
        get { values[name] }
        set { values[name] = newValue }
    }

    /// Text that needs no Jinja.
    func plain(_ name: String) -> String? {
        values[name]?.text.flatMap { $0.contains("{{") || $0.contains("{%") ? nil : $0 }
    }

    /// Takes over what it doesn't have itself.
    mutating func add(_ other: AnsibleVariables) {
        values.merge(other.values) { own, _ in own }
        nodes.merge(other.nodes) { own, _ in own }
    }

    /// What stands in a mapping; anything but text, lists and mappings of it is left out.
    init(_ node: ConfigNode) {
        guard node.kind == .mapping else { return }
        for (key, child) in node.entries() ?? [] {
            values[key] = Self.value(child)
            if key.hasPrefix(AnsibleFleet.prefix) || key == "ansible_host" { nodes[key] = child.yaml }
        }
    }

    init() {}

    private static func value(_ node: ConfigNode) -> Value? {
        switch node.kind {
        case .nothing: nil
        case .scalar: node.string().map { .text($0) }
        case .sequence: .list((node.sequence() ?? []).compactMap(value))
        case .mapping:
            .fields(
                Dictionary(
                    (node.entries() ?? []).compactMap { key, child in
                        value(child).map { (key, $0) }
                    }
                ) { first, _ in first }
            )
        }
    }
}
