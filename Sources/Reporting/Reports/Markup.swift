import FleetModel

/// Text that HTML and SVG show as it is.
///
/// Markup is made of these alone: what isn't written down in this program can't become a tag.
struct Markup: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// Escapes each value that isn't markup itself.
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var source = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            source.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        mutating func appendLiteral(_ literal: String) { source += literal }

        mutating func appendInterpolation(_ markup: Markup) { source += markup.source }

        mutating func appendInterpolation(_ parts: [Markup]) {
            for part in parts { source += part.source }
        }

        mutating func appendInterpolation(_ number: Int) { source += String(number) }

        /// With one decimal at most, as SVG needs no more.
        mutating func appendInterpolation(_ number: Double) {
            let tenths = Int((min(max(number, -1e9), 1e9) * 10).rounded())
            source += (tenths < 0 ? "-" : "") + String(tenths.magnitude / 10)
            if tenths.magnitude % 10 != 0 { source += "." + String(tenths.magnitude % 10) }
        }

        mutating func appendInterpolation(_ text: String) {
            for scalar in text.escapingControls.unicodeScalars {
                switch scalar {
                case "&": source += "&amp;"
                case "<": source += "&lt;"
                case ">": source += "&gt;"
                case "\"": source += "&quot;"
                case "'": source += "&#39;"
                default: source.unicodeScalars.append(scalar)
                }
            }
        }
    }

    let source: String

    init(stringLiteral source: String) { self.source = source }

    init(stringInterpolation: StringInterpolation) { source = stringInterpolation.source }

    /// Nothing.
    static let none: Markup = ""
}
