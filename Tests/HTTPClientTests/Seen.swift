import Foundation
import HTTPClient

/// What the test's web server says that it got.
struct Seen: Decodable {
    var method: String
    var path: String
    var body: String
    var fields: [[String]]

    init(_ response: HTTPResponse) throws {
        self = try JSONDecoder().decode(Seen.self, from: Data(response.body))
    }

    subscript(_ name: String) -> String? { fields.first { $0.first == name }?.last }
}
