import Foundation

/// What the lab's ping meter counted.
struct LabPings: Decodable {
    var sent: Int
    var lost: Int
    /// First number and length of each run of lost ones.
    var lostRuns: [[Int]]

    enum CodingKeys: String, CodingKey {
        case sent, lost
        case lostRuns = "lost_runs"
    }

    /// Ten pings a second from a node, over fastd, to the bridge of its gateway, as long as `body` runs.
    static func during(_ lab: Lab, _ body: () async throws -> Void) async throws -> Self {
        let id = try await lab.lab("ping", "start", "n1", "gw1").trimmingCharacters(in: .whitespacesAndNewlines)
        do {
            try await body()
        } catch {
            try await lab.lab("ping", "stop", id)
            throw error
        }
        return try JSONDecoder().decode(Self.self, from: Data(try await lab.lab("ping", "stop", id).utf8))
    }
}
