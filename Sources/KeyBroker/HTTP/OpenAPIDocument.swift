/// The broker's own description of its API.
package enum OpenAPIDocument {
    /// What stands in the template for the domains.
    private static let placeholder = #""@domains""#

    /// OpenAPI 3.1, as JSON.
    ///
    /// - Parameter domains: codes of the domains that this broker serves.
    /// - Returns: the document of a broker that serves these.
    package static func text(domains: [String]) -> String {
        let template = String(decoding: PackageResources.openapi_json, as: UTF8.self)
        // Codes are letters, digits and underscores, which JSON writes as they are.
        let list = domains.map { "\"\($0)\"" }.joined(separator: ", ")
        let parts = template.split(separator: placeholder, maxSplits: 1)
        return parts.joined(separator: list)
    }
}
