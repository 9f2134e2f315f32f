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

    /// Ten pings a second from a node whose fastd goes to gw1, to that gateway's bridge, as long as `body` runs.
    static func during(_ lab: Lab, from node: String = "n1", _ body: () async throws -> Void) async throws -> Self {
        let id = try await lab.lab("ping", "start", node, "gw1").trimmingCharacters(in: .whitespacesAndNewlines)
        do {
            try await body()
        } catch {
            try await lab.lab("ping", "stop", id)
            throw error
        }
        return try JSONDecoder().decode(Self.self, from: Data(try await lab.lab("ping", "stop", id).utf8))
    }
}
