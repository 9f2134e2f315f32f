import FleetModel
import Foundation
import HTTPClient
import Importing
import Mesh

/// Where an inventory is imported from: a path, a web address, or the mesh itself.
struct InventorySource {
    /// A map of a million nodes has more, but not over the web.
    private static let largestAnswer = 256 << 20
    private static let patience = Duration.seconds(120)

    /// As the user named it.
    let text: String

    private var isWebAddress: Bool { text.hasPrefix("http://") || text.hasPrefix("https://") }

    /// What is kept as its name: without a user's name and password.
    var name: String {
        guard let start = text.range(of: "://")?.upperBound else { return text }
        let host = text[start...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard isWebAddress, let end = host.lastIndex(of: "@") else { return text }
        return String(text[..<start] + text[text.index(after: end)...])
    }

    /// - Throws: `ConfigErrors` for what can't be read, `CommandFailure` for whom can't be reached.
    func read(
        _ options: SourceFile.Options,
        at now: Date,
        on console: Console
    ) async throws -> (SourceFacts, SourceFormat) {
        if let mesh = try MeshSource(text) {
            return (try await mesh.read(at: Int(now.timeIntervalSince1970)), .respondd)
        }
        let file =
            if isWebAddress {
                try SourceFile(try await answer(), name: name, options)
            } else {
                try SourceFile(path: console.absolutePath(text), name: text, options)
            }
        return (file.facts, file.format)
    }

    private func answer() async throws -> [UInt8] {
        var request = HTTPRequest("GET", text)
        request.bodyLimit = Self.largestAnswer
        request.deadline = Self.patience
        request.followsRedirects = true
        do {
            let response = try await HTTPClient().send(request)
            guard response.status == 200 else {
                throw CommandFailure(.failed, "\(name): the server answers with status \(response.status)")
            }
            return response.body
        } catch let error as HTTPClientError {
            throw CommandFailure(.failed, "\(name): \(error)")
        }
    }
}
