import Foundation

/// What a device says of one transaction, read by the lab's own way.
struct LabTransaction: Decodable {
    struct Digests: Decodable {
        var before: String
        var now: String
    }

    var id: String
    var state: String
    var reason: String
    var digests: Digests
    var fencingToken: Int

    var isAtEnd: Bool { ["confirmed", "reverted", "revert-failed"].contains(state) }

    enum CodingKeys: String, CodingKey {
        case id, state, reason, digests
        case fencingToken = "device_fencing_token"
    }

    /// All of a device; of one rollout, a later attempt comes after the one before.
    static func all(_ lab: Lab, _ host: String) async throws -> [LabTransaction] {
        let lines = try await lab.ssh(
            host,
            """
            for tx in /var/lib/umstieg/tx/* /etc/umstieg/tx/*; do
                [ -s "$tx/status" ] || continue
                sh "$tx/umstieg-device" status "${tx##*/}"; echo
            done
            """
        )
        return try lines.split(separator: "\n").map { try JSONDecoder().decode(Self.self, from: Data($0.utf8)) }
    }
}
