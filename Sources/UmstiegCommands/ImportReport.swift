import FleetModel
import FleetStore
import Reporting

/// What an import changes, for people.
struct ImportReport {
    /// Names of one kind that are shown; `-v` shows all.
    private static let shownNames = 10

    private let change: InventoryChange
    private let facts: SourceFacts
    private let isVerbose: Bool

    init(_ change: InventoryChange, _ facts: SourceFacts, isVerbose: Bool) {
        self.change = change
        self.facts = facts
        self.isVerbose = isVerbose
    }

    func text(style: TextStyle) -> String {
        guard let difference = change.difference else {
            let counts = facts.counts
            let told =
                "\(counts.domains) domains, \(counts.gateways) gateways, \(counts.nodes) nodes, \(counts.peers) keys of peers"
            return change.unchanged == nil ? "It tells of \(told).\n" : "Nothing has changed: \(told).\n"
        }
        let kinds = [
            ("domains", difference.domains), ("gateways", difference.gateways), ("nodes", difference.nodes),
            ("links", difference.links),
        ]
        let table = TextTable(
            headings: ["", "NEW", "CHANGED", "GONE", "UNCHANGED"],
            rows: kinds.map { kind, changes in
                [kind]
                    + [changes.new.count, changes.changed.count, changes.gone.count, changes.unchangedCount]
                    .map(String.init)
            },
            numericColumns: [1, 2, 3, 4]
        )
        let lines = kinds.flatMap { kind, changes in
            [
                names(changes.new, "new", kind), names(changes.changed, "changed", kind),
                names(changes.gone, "gone", kind),
            ].compactMap(\.self)
        }
        let settings = difference.changesSettings ? ["The community's settings change."] : []
        return table.text(style: style) + (lines + settings).map { $0 + "\n" }.joined()
    }

    private func names(_ names: [String], _ word: String, _ kind: String) -> String? {
        guard !names.isEmpty else { return nil }
        let shown = isVerbose ? names.count : min(Self.shownNames, names.count)
        let list = names.prefix(shown).map(\.escapingControls).joined(separator: ", ")
        return "\(kind) \(word): \(list)" + (shown < names.count ? ", and \(names.count - shown) more" : "")
    }
}
