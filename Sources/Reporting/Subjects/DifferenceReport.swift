import FleetModel

/// What has changed in the inventory since a point in time.
package struct DifferenceReport {
    /// One fact that an import changed.
    package struct Change: Sendable, Hashable {
        package enum Kind: String, Sendable, Hashable, CaseIterable {
            case new
            case changed
            case gone
        }

        /// Seconds since 1970.
        package var time: Double
        package var source: String
        /// `node`, `gateway`, `domain`.
        package var subject: String
        package var name: String
        package var title: String
        package var kind: Kind
        /// Of a change: which fact.
        package var field: String?
        package var before: String?
        package var after: String?

        package init(
            time: Double,
            source: String,
            subject: String,
            name: String,
            title: String,
            kind: Kind,
            field: String? = nil,
            before: String? = nil,
            after: String? = nil
        ) {
            self.time = time
            self.source = source
            self.subject = subject
            self.name = name
            self.title = title
            self.kind = kind
            self.field = field
            self.before = before
            self.after = after
        }
    }

    private struct Group: Hashable {
        var subject: String
        var field: String
    }

    private let changes: [Change]
    private let community: String
    private let since: Double
    private let takenAt: Double

    /// - Parameters:
    ///   - changes: the latest first.
    ///   - community: its name.
    ///   - since: from when on, in seconds since 1970.
    ///   - takenAt: now, in seconds since 1970.
    package init(_ changes: [Change], community: String, since: Double, takenAt: Double) {
        self.changes = changes
        self.community = community
        self.since = since
        self.takenAt = takenAt
    }

    package var report: Report {
        Report(
            "differences",
            title: "Differences since \(TimeWords.text(since)): \(community)",
            takenAt: takenAt,
            facts: [Report.Fact("since", .text(TimeWords.text(since)))]
                + Change.Kind.allCases.map { kind in
                    Report.Fact(
                        kind.rawValue,
                        .number(Set(changes.filter { $0.kind == kind }.map { "\($0.subject) \($0.name)" }).count),
                        measure: "things that are \(kind.rawValue)"
                    )
                },
            sections: [counts, list],
            main: "changes"
        )
    }

    private var counts: Report.Section {
        let groups = Dictionary(grouping: changes) { Group(subject: $0.subject, field: $0.field ?? $0.kind.rawValue) }
        let sorted = groups.sorted { ($1.value.count, $0.key.field) < ($0.value.count, $1.key.field) }
        return Report.Section(
            "counts",
            title: "How many",
            listing: Listing(
                columns: [
                    Listing.Column("subject", isLabel: true), Listing.Column("fact", isLabel: true),
                    Listing.Column("changes", measure: "changes of this fact"),
                ],
                rows: sorted.map { [.text($0.key.subject), .text($0.key.field), .number($0.value.count)] }
            ),
            figures: sorted.isEmpty
                ? []
                : [
                    .bars(
                        BarChart(
                            "Changes by fact",
                            series: [BarChart.Series("changes", .both)],
                            rows: sorted.map { BarChart.Row("\($0.key.subject) \($0.key.field)", [$0.value.count]) }
                        )
                    )
                ]
        )
    }

    private var list: Report.Section {
        let columns = ["time", "subject", "name", "title", "change", "fact", "before", "after", "source"]
        return Report.Section(
            "changes",
            title: "What changed",
            listing: Listing(
                columns: columns.map { Listing.Column($0) },
                rows: changes.map { change in
                    [
                        .text(TimeWords.text(change.time)), .text(change.subject), .text(change.name),
                        .text(change.title), .text(change.kind.rawValue), ReportValue(change.field),
                        ReportValue(change.before), ReportValue(change.after), .text(change.source),
                    ]
                }
            )
        )
    }
}
