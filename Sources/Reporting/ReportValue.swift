import FleetModel

/// A value of a report, whatever the format in which it is shown.
package enum ReportValue: Sendable, Hashable {
    /// What nobody knows: `null` in JSON, `-` in tables, empty in CSV.
    case unknown
    case text(String)
    case number(Int)
    /// A number with two decimals, times 100.
    case hundredths(Int)
    /// A number with all its decimals, such as a coordinate; finite.
    case real(Double)
    case boolean(Bool)
    case list([ReportValue])
    case fields([String: ReportValue])

    package init(_ text: String?) {
        self = text.map(ReportValue.text) ?? .unknown
    }

    package init(_ number: Int?) {
        self = number.map(ReportValue.number) ?? .unknown
    }

    package init(_ boolean: Bool?) {
        self = boolean.map(ReportValue.boolean) ?? .unknown
    }

    /// A part of a whole; unknown where there is nothing to share.
    package static func percent(_ part: Int, of whole: Int) -> ReportValue {
        whole > 0 ? .hundredths(part * 10_000 / whole) : .unknown
    }

    /// Rounded to two decimals; unknown where it is no number of a sensible size.
    package static func decimal(_ number: Double?) -> ReportValue {
        guard let number, abs(number) < 1e12 else { return .unknown }
        return .hundredths(Int((number * 100).rounded()))
    }

    package init(_ texts: [String]) {
        self = .list(texts.map(ReportValue.text))
    }

    /// In one line, without control characters; empty if it is unknown.
    var line: String {
        switch self {
        case .unknown: ""
        case .text(let text): text.escapingControls
        case .number(let number): String(number)
        case .hundredths(let number): Self.decimal(number)
        case .real(let number): "\(number)"
        case .boolean(let boolean): boolean ? "yes" : "no"
        case .list(let values): values.map(\.line).joined(separator: " ")
        case .fields(let fields):
            fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.line)" }.joined(separator: " ")
        }
    }

    var isNumber: Bool {
        switch self {
        case .number, .hundredths, .real: true
        case .unknown, .text, .boolean, .list, .fields: false
        }
    }

    /// As `1.84`, or `-0.5`.
    private static func decimal(_ hundredths: Int) -> String {
        let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
        let sign = hundredths < 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(whole)" }
        return "\(sign)\(whole)." + (rest < 10 ? "0\(rest)" : rest % 10 == 0 ? "\(rest / 10)" : "\(rest)")
    }
}
