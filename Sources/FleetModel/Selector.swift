/// The language in which a user says which devices are meant.
///
///     domain:ffmuc_muc_nord and not (gateway:gw04 or state:offline)
///     node:"café *" or node:02:ca:ff:ee:00:01|02caffee0002
///     firmware:<v2023.2 and model:TP-Link*
///     all
///
/// A term selects devices that have the property; a domain has its gateways and nodes. `*` and `?` match as in file
/// names, `|` separates alternatives, quotes take a value literally. `not` binds tighter than `and`, `and` tighter than
/// `or`. An unknown model or firmware fits no term. There is no selector for everything but `all`.
package struct Selector: Sendable, Hashable, Codable, CustomStringConvertible {
    /// As it was written.
    package let text: String
    private let expression: SelectorExpression

    package var description: String { text }

    /// Everything.
    package static let all = Selector(text: "all", expression: .all)

    /// Parses a selector.
    ///
    /// - Throws: `SelectorError` with the position and what was expected there.
    package init(_ text: String) throws(SelectorError) {
        var parser = SelectorParser(text)
        self.init(text: text, expression: try parser.parse())
    }

    private init(text: String, expression: SelectorExpression) {
        self.text = text
        self.expression = expression
    }

    /// The domains, gateways and nodes that it selects, in the fleet's order.
    package func selection(from fleet: Fleet) -> Selection {
        if case .all = expression {
            return Selection(domains: fleet.domains, gateways: fleet.gateways, nodes: fleet.nodes)
        }
        return Selection(
            domains: fleet.domains.filter(expression.matches),
            gateways: fleet.gateways.filter(expression.matches),
            nodes: fleet.nodes.filter(matcher(of: fleet.nodes))
        )
    }

    /// Tells which of these nodes it selects.
    package func matcher(of nodes: [Node]) -> @Sendable (Node) -> Bool {
        let expression = expression.comparingFirmware { Set(nodes.lazy.compactMap(\.firmware)) }
        return { expression.matches($0) }
    }

    package init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
