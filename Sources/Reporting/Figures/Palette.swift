/// The colours of pages, each with its name in style sheets.
///
/// Text keeps a contrast of 4.5 to the ground, and what a figure is read by one of 3, as WCAG 2.1 wants (1.4.3, 1.4.11).
package struct Palette: Sendable {
    /// By day, and on paper.
    package static let light = Palette(
        ground: "#ffffff",
        text: "#1b1f24",
        muted: "#57606a",
        line: "#d0d7de",
        tints: [
            .new: "#0a7d4f", .both: "#0969da", .old: "#b35900", .meshOnly: "#8250df", .absent: "#6e7781",
            .unknown: "#858d96", .failed: "#cf222e", .returned: "#bf3989",
        ]
    )
    package static let dark = Palette(
        ground: "#0f1419",
        text: "#e6edf3",
        muted: "#9aa4af",
        line: "#30373e",
        tints: [
            .new: "#3fb980", .both: "#58a6ff", .old: "#f0883e", .meshOnly: "#bc8cff", .absent: "#8b949e",
            .unknown: "#7d858f", .failed: "#ff7b72", .returned: "#f778ba",
        ]
    )

    /// `#rrggbb`, as all of these.
    package var ground: String
    package var text: String
    /// Of what is read second.
    package var muted: String
    /// Decoration, which nothing depends on.
    package var line: String
    package var tints: [Tint: String]

    static var styleSheet: Markup {
        """
        :root { \(light.variables) }
        @media screen and (prefers-color-scheme: dark) { :root { \(dark.variables) } }

        """
    }

    private var variables: Markup {
        let colors = Tint.allCases.compactMap { tint -> Markup? in
            tints[tint].map { "--\(tint.rawValue): \($0); " }
        }
        return "--ground: \(ground); --text: \(text); --muted: \(muted); --line: \(line); \(colors)"
    }
}
