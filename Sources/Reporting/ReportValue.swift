import FleetModel

/// A value of a report, whatever the format in which it is shown.
package enum ReportValue: Sendable, Hashable {
    /// What nobody knows: `null` in JSON, `-` in tables, empty in CSV.
    case unknown
    case text(String)
    case number(Int)
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

    package init(_ texts: [String]) {
        self = .list(texts.map(ReportValue.text))
    }

    /// In one line, without control characters; empty if it is unknown.
    var line: String {
        switch self {
        case .unknown: ""
        case .text(let text): text.escapingControls
        case .number(let number): String(number)
        case .boolean(let boolean): boolean ? "yes" : "no"
        case .list(let values): values.map(\.line).joined(separator: " ")
        case .fields(let fields):
            fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.line)" }.joined(separator: " ")
        }
    }

    var isNumber: Bool {
        if case .number = self { true } else { false }
    }
}
