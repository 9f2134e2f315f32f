import FleetModel
import FoundationEssentials

/// Why a payload or body that came from outside was not taken.
package struct PayloadError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, safe for a log.
    package var description: String

    package init(_ description: String) { self.description = description }

    /// Decodes JSON of a bounded size.
    static func decoding<Value: Decodable>(
        _ payload: [UInt8],
        limit: Int
    ) throws(PayloadError) -> Value {
        guard payload.count <= limit else { throw PayloadError("longer than \(limit) bytes") }
        do {
            return try JSONDecoder().decode(Value.self, from: Data(payload))
        } catch let error as DecodingError {
            throw PayloadError(error)
        } catch is KeyError {
            // Without the text, which may be long.
            throw PayloadError("its key is no WireGuard key")
        } catch {
            throw PayloadError("not JSON")
        }
    }

    private init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, _): self.init("«\(key.stringValue)» is missing")
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            self.init("«\(Self.path(context))» is of the wrong type")
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            self.init("«\(Self.path(context))» is not valid")
        case .dataCorrupted: self.init("not JSON")
        @unknown default: self.init("not readable")
        }
    }

    private static func path(_ context: DecodingError.Context) -> String {
        context.codingPath.isEmpty ? "." : context.codingPath.map(\.stringValue).joined(separator: "/")
    }
}
