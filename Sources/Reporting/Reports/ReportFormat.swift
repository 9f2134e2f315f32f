/// The formats of a report.
package enum ReportFormat: String, Sendable, Hashable, CaseIterable {
    /// Aligned columns for people.
    case table
    case markdown
    /// The main list only.
    case csv
    case json
    /// For node_exporter's textfile collector.
    case prometheus
    /// One page that needs nothing else: neither scripts nor files, fonts or pictures from elsewhere.
    case html
}

extension Report {
    /// The report as text that ends with a newline; the style is that of tables.
    package func text(as format: ReportFormat, style: TextStyle) -> String {
        switch format {
        case .table: table(style: style)
        case .markdown: markdown
        case .csv: mainSection?.listing.text(as: .csv, style: style) ?? ""
        case .json: json
        case .prometheus: MetricText(self).text
        case .html: HTMLPage(self).text
        }
    }
}
