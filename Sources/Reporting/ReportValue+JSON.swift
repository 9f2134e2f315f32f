import FleetModel
import Foundation

extension ReportValue: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .unknown: try container.encodeNil()
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .boolean(let boolean): try container.encode(boolean)
        case .list(let values): try container.encode(values)
        case .fields(let fields): try container.encode(fields)
        }
    }

    /// JSON over several lines, with sorted keys and a final newline, fit for a terminal.
    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // None of the cases can fail to be encoded.
        let text = (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
        return Self.escapingTerminalControls(text) + "\n"
    }

    /// Escapes what JSON lets stand in strings although terminals obey it: DEL, C1, and marks of the writing direction.
    private static func escapingTerminalControls(_ json: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in json.unicodeScalars {
            if scalar != "\n", String(scalar).escapingControls != String(scalar) {
                let digits = String(scalar.value, radix: 16)
                escaped += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".unicodeScalars
            } else {
                escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
