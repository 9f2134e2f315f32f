import Reporting

extension Report {
    /// What a stranger would call a node to break something.
    static let hostileNames = [
        #"</title><script>alert(1)</script>"#, #""><img src=x onerror=alert(1)>"#, "' onload='x", "a\u{1b}[2J\u{202e}z",
        "| x |\n# y", "[a](http://example.net)", #"\"}1"#, "{{7*7}}", "=1+1",
    ]

    /// Has each kind of value, and names that are hostile.
    static var sample: Report {
        let series = [BarChart.Series("done <b>", .new), BarChart.Series("failed", .failed)]
        let lines = [LineChart.Point(time: 1000, value: 0), LineChart.Point(time: 2000, value: 3)]
        return Report(
            "sample",
            title: "Sample </title><script>",
            takenAt: 1_795_000_000,
            facts: [
                Fact("nodes", .number(3), measure: "nodes"), Fact("percent", .hundredths(3350), measure: "percent"),
                Fact("nobody_knows", .unknown, measure: "unknown"), Fact("words", .text("a <b> *c*")),
            ],
            sections: [
                Section(
                    "names",
                    title: "Names & more",
                    note: "One <note>.",
                    listing: Listing(
                        columns: [
                            Listing.Column("name", isLabel: true), Listing.Column("count", measure: "things"),
                            Listing.Column("hidden", isInTable: false), Listing.Column("is_on", measure: "switches"),
                        ],
                        rows: hostileNames.enumerated().map { index, name in
                            [.text(name), .number(index), .list([.text("x"), .text("y")]), .boolean(index % 2 == 0)]
                        } + [[.text("{{7*7}}"), .number(99), .unknown, .unknown]]
                    ),
                    figures: [
                        .bars(BarChart("Bars <b>", series: series, rows: hostileNames.map { .init($0, [3, 1]) })),
                        .lines(LineChart("Lines", series: [.init("done", .new, points: lines)])),
                        .distribution(Distribution("Gaps", .old, values: [1, 2, 2, 250], unit: " ms")),
                        .map(
                            IslandMap(
                                "Map <b>",
                                groups: [
                                    .init(
                                        hostileNames[0],
                                        islands: [
                                            .init(
                                                places: hostileNames.map { .init($0, .old, isUplink: true) },
                                                links: [.init(0, 1), .init(1, 2)]
                                            )
                                        ]
                                    )
                                ],
                                legend: [BarChart.Series("fastd", .old)]
                            )
                        ),
                    ]
                ),
                Section("empty", title: "Empty", listing: Listing(columns: [Listing.Column("x")], rows: [])),
            ]
        )
    }
}
