/// A report as one page that reads well on a phone and on paper, by day and by night.
struct HTMLPage {
    /// Rows of a list beyond which a page is no help any more.
    private static let mostRows = 1000

    private let report: Report

    init(_ report: Report) {
        self.report = report
    }

    var text: String { page.source }

    private var page: Markup {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(report.title)</title>
        <style>
        \(Palette.styleSheet)\(Self.styleSheet)</style>
        </head>
        <body>
        <header>
        <h1>\(report.title)</h1>
        <p class="note">\(TimeWords.text(report.takenAt))</p>
        </header>
        <main>
        \(facts)\(report.sections.map(section))</main>
        </body>
        </html>

        """
    }

    private var facts: Markup {
        guard !report.facts.isEmpty else { return .none }
        let items = report.facts.map { fact -> Markup in
            let line = fact.value.line
            return "<div><dt>\(fact.key.replacing("_", with: " "))</dt><dd>\(line.isEmpty ? "–" : line)</dd></div>\n"
        }
        return "<dl class=\"facts\">\n\(items)</dl>\n"
    }

    private func section(_ section: Report.Section) -> Markup {
        let note: Markup = section.note.isEmpty ? .none : "<p class=\"note\">\(section.note)</p>\n"
        let figures = section.figures.map(\.markup)
        let drawn: Markup = figures.isEmpty ? .none : "<div class=\"figures\">\n\(figures)</div>\n"
        return """
            <section>
            <h2>\(section.title)</h2>
            \(note)\(drawn)\(table(section))</section>

            """
    }

    private func table(_ section: Report.Section) -> Markup {
        let listing = section.listing
        guard !listing.rows.isEmpty else { return "<p class=\"note\">None.</p>\n" }
        let shown = listing.shownColumns.map { (index: $0, isNumeric: listing.isNumeric($0)) }
        let headings = shown.map { column -> Markup in
            "<th scope=\"col\"\(Self.alignment(column.isNumeric))>\(listing.columns[column.index].key.replacing("_", with: " "))</th>"
        }
        let rows = listing.rows.prefix(Self.mostRows).map { row -> Markup in
            let cells = shown.map { column -> Markup in
                let line = row[column.index].line
                return "<td\(Self.alignment(column.isNumeric))>\(line.isEmpty ? "–" : line)</td>"
            }
            return "<tr>\(cells)</tr>\n"
        }
        let rest = listing.rows.count - rows.count
        let note: Markup =
            rest > 0 ? "<p class=\"note\">And \(rest) more, which the other formats list.</p>\n" : .none
        // A wide table scrolls by itself, by keyboard, too.
        return """
            <div class="wide" tabindex="0" role="region" aria-label="\(section.title)">
            <table>
            <thead><tr>\(headings)</tr></thead>
            <tbody>
            \(rows)</tbody>
            </table>
            </div>
            \(note)
            """
    }

    private static func alignment(_ isNumeric: Bool) -> Markup { isNumeric ? " class=\"number\"" : .none }

    private static let styleSheet: Markup = """
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1rem; max-width: 76rem; background: var(--ground); color: var(--text);
          font: 1rem/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.5rem; line-height: 1.2; margin: .5rem 0 0; overflow-wrap: anywhere; }
        h2 { font-size: 1.15rem; margin: 2rem 0 .25rem; overflow-wrap: anywhere; }
        .note { margin: 0 0 .75rem; color: var(--muted); overflow-wrap: anywhere; }
        .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: .5rem; margin: 1rem 0; }
        .facts div { padding: .5rem .75rem; border: 1px solid var(--line); border-radius: .4rem; }
        .facts dt { font-size: .8rem; color: var(--muted); }
        .facts dd { margin: 0; font-size: 1.1rem; font-weight: 600; overflow-wrap: anywhere; }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1rem; }
        figure { margin: 0 0 .75rem; min-width: 0; }
        figure.broad { grid-column: 1 / -1; }
        .maps { display: flex; flex-wrap: wrap; gap: .5rem 2rem; align-items: flex-start; }
        .map { max-width: 100%; }
        .map p { margin: .5rem 0 0; font-weight: 600; overflow-wrap: anywhere; }
        figcaption { font-size: .85rem; color: var(--muted); }
        figure svg { display: block; width: 100%; height: auto; }
        figure:not(.broad) svg { max-width: 36rem; }
        svg text { fill: var(--text); font: 11px system-ui, sans-serif; }
        svg .axis { stroke: var(--line); stroke-width: 1; }
        svg .link { stroke: var(--muted); stroke-width: 1; vector-effect: non-scaling-stroke; opacity: .6; }
        .legend { display: flex; flex-wrap: wrap; gap: .15rem 1rem; list-style: none; margin: .35rem 0; padding: 0;
          font-size: .85rem; }
        .legend svg { display: inline-block; width: .85rem; height: .85rem; margin-right: .35rem; vertical-align: -.1em; }
        .wide { overflow-x: auto; margin: .5rem 0; }
        table { border-collapse: collapse; width: 100%; font-size: .875rem; }
        th, td { padding: .3rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
        th { color: var(--muted); font-weight: 600; white-space: nowrap; }
        td { max-width: 40rem; overflow-wrap: break-word; }
        .number { text-align: right; font-variant-numeric: tabular-nums; }
        @media print {
          body { max-width: none; padding: 0; font-size: 10pt; }
          .wide { overflow: visible; }
          figure, tr { break-inside: avoid; }
          h2 { break-after: avoid; }
        }

        """
}
