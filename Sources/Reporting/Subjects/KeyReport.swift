/// The keys of nodes and gateways: which of them nobody uses any more, which are used twice, and what becomes of them.
package struct KeyReport {
    package enum Kind: String, Sendable, Hashable {
        case fastd
        case wireguard
    }

    /// A public key, and whose it is.
    package struct Key: Sendable, Hashable {
        package var kind: Kind
        package var text: String
        /// A node's id, or a gateway's name.
        package var owner: String
        package var title: String
        /// Codes.
        package var domain: String
        package var isOffline: Bool
        /// Seconds since 1970.
        package var lastSeen: Int?

        package init(
            _ kind: Kind,
            _ text: String,
            owner: String,
            title: String,
            domain: String,
            isOffline: Bool = false,
            lastSeen: Int? = nil
        ) {
            self.kind = kind
            self.text = text
            self.owner = owner
            self.title = title
            self.domain = domain
            self.isOffline = isOffline
            self.lastSeen = lastSeen
        }
    }

    private enum Mark: String, CaseIterable {
        case stale
        case duplicate
        case translated
        /// It is no point of the curve, so it has no translation.
        case unusable
        /// The owner's WireGuard key is another one.
        case differs

        var measure: String {
            switch self {
            case .stale: "keys whose owner wasn't seen for long"
            case .duplicate: "keys that several devices have"
            case .translated: "fastd keys that have a WireGuard key"
            case .unusable: "fastd keys that are no public keys"
            case .differs: "fastd keys whose owner has another WireGuard key"
            }
        }
    }

    private struct Line {
        var key: Key
        var translation: String?
        var marks: [Mark]
        var others: [String]
    }

    private let title: String
    private let takenAt: Double
    private let lines: [Line]

    /// - Parameters:
    ///   - keys: in the order in which they are shown.
    ///   - community: its name.
    ///   - translations: by fastd key, the WireGuard key of the same secret; nil for one that has none.
    ///   - staleAfter: seconds since its owner was last seen.
    ///   - takenAt: now, in seconds since 1970.
    package init(
        _ keys: [Key],
        community: String,
        translations: [String: String?],
        staleAfter: Int,
        takenAt: Double
    ) {
        title = "Keys: \(community)"
        self.takenAt = takenAt
        let owners = Dictionary(grouping: keys, by: \.text).mapValues { Array(Set($0.map(\.owner))).sorted() }
        let own = Dictionary(keys.filter { $0.kind == .wireguard }.map { ($0.owner, $0.text) }) { first, _ in first }
        lines = keys.map { key in
            let others = (owners[key.text] ?? []).filter { $0 != key.owner }
            var marks: [Mark] = []
            let isOld = key.lastSeen.map { takenAt - Double($0) > Double(staleAfter) } ?? key.isOffline
            if isOld { marks.append(.stale) }
            if !others.isEmpty { marks.append(.duplicate) }
            var translation: String?
            if key.kind == .fastd, let known = translations[key.text] {
                translation = known
                marks.append(known == nil ? .unusable : .translated)
                if let known, let wireGuard = own[key.owner], wireGuard != known { marks.append(.differs) }
            }
            return Line(key: key, translation: translation, marks: marks, others: others)
        }
    }

    package var report: Report {
        Report(
            "keys",
            title: title,
            takenAt: takenAt,
            facts: [Report.Fact("keys", .number(lines.count), measure: "keys that are known")]
                + Mark.allCases.map { mark in
                    Report.Fact(
                        mark.rawValue,
                        .number(lines.count { $0.marks.contains(mark) }),
                        measure: mark.measure
                    )
                },
            sections: [section]
        )
    }

    private var section: Report.Section {
        let columns = ["owner", "title", "domain", "kind", "key", "marks", "others", "translation", "last_seen"]
        return Report.Section(
            "keys",
            title: "Keys",
            note: """
                A translation is the WireGuard key of the same secret, as firmware of the dialect «gluon» uses it; nodes of \
                «ffmuc» make a new one.
                """,
            listing: Listing(
                columns: columns.map { Listing.Column($0, isInTable: $0 != "last_seen") },
                rows: lines.map { line in
                    [
                        .text(line.key.owner), .text(line.key.title), .text(line.key.domain),
                        .text(line.key.kind.rawValue), .text(line.key.text), ReportValue(line.marks.map(\.rawValue)),
                        ReportValue(line.others), ReportValue(line.translation),
                        ReportValue(line.key.lastSeen.map { TimeWords.text(Double($0)) }),
                    ]
                }
            )
        )
    }
}
