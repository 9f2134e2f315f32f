import FleetModel

/// A report in Prometheus' text format: numbers with help texts, and nothing else of it.
struct MetricText {
    private struct Sample: Hashable {
        var labels: [String]
        var value: String
    }

    private struct Family {
        var help: String
        var samples: [Sample] = []
        /// A file in which two samples have the same labels is refused as a whole.
        var seen: Set<[String]> = []
    }

    private var families: [String: Family] = [:]
    /// Names of the families, in the order in which they came.
    private var order: [String] = []

    init(_ report: Report) {
        let prefix = "umstieg_\(report.name)"
        for fact in report.facts {
            if let help = fact.measure { add("\(prefix)_\(fact.key)", help, [], fact.value) }
        }
        for section in report.sections { add(section, prefix: "\(prefix)_\(section.key)") }
        add(
            "umstieg_report_taken_seconds",
            "when this was read, in seconds since 1970",
            [Self.label("report", report.name)],
            .number(Int(report.takenAt))
        )
    }

    private mutating func add(_ section: Report.Section, prefix: String) {
        let columns = section.listing.columns
        let labels = columns.indices.filter { columns[$0].isLabel }
        for (index, column) in columns.enumerated() {
            guard let help = column.measure else { continue }
            for row in section.listing.rows {
                add(
                    "\(prefix)_\(column.key)",
                    help,
                    labels.map { Self.label(columns[$0].key, row[$0].line) },
                    row[index]
                )
            }
        }
    }

    private mutating func add(_ name: String, _ help: String, _ labels: [String], _ value: ReportValue) {
        let number: String
        switch value {
        case .number, .hundredths, .real: number = value.line
        case .boolean(let boolean): number = boolean ? "1" : "0"
        // What nobody knows is no metric: a number would be a guess.
        case .unknown, .text, .list, .fields: return
        }
        if families[name] == nil { order.append(name) }
        guard families[name, default: Family(help: help)].seen.insert(labels).inserted else { return }
        families[name]?.samples.append(Sample(labels: labels, value: number))
    }

    var text: String {
        order.compactMap { name in families[name].map { Self.text(name, $0) } }.joined()
    }

    private static func text(_ name: String, _ family: Family) -> String {
        let lines = family.samples.map { sample in
            let labels = sample.labels.isEmpty ? "" : "{\(sample.labels.joined(separator: ","))}"
            return "\(name)\(labels) \(sample.value)\n"
        }
        return "# HELP \(name) \(family.help)\n# TYPE \(name) gauge\n" + lines.joined()
    }

    private static func label(_ name: String, _ value: String) -> String {
        let escaped = value.replacing("\\", with: #"\\"#).replacing("\"", with: #"\""#).replacing("\n", with: #"\n"#)
        return "\(name)=\"\(escaped)\""
    }
}
