/// The fields of a mapping, of which all are known to be allowed.
package struct ConfigMapping {
    /// The mapping's own place, for errors that concern several fields.
    package let node: ConfigNode
    private let fields: [String: ConfigNode]

    init(node: ConfigNode, fields: [String: ConfigNode]) {
        self.node = node
        self.fields = fields
    }

    /// The field's place; an error at the mapping if it is missing or has no value.
    package func required(_ key: String) -> ConfigNode? {
        guard let field = optional(key) else {
            node.fail("«\(key)» is missing")
            return nil
        }
        return field
    }

    /// The field's place, or nil if it is missing or has no value.
    package func optional(_ key: String) -> ConfigNode? {
        fields[key].flatMap { $0.kind == .nothing ? nil : $0 }
    }
}
