/// Where one transaction of a rollout stands, as far as the controller knows.
package enum UnitState: Sendable, Hashable, Codable {
    case pending
    case prepared
    /// `begin` was sent or is about to be.
    case beginning
    case armed
    case applied
    case verified
    case confirmed
    /// Nothing was sent, as the host is offline; it is tried again later.
    case late(reason: String)
    /// Never begun: the device refused, or nothing was sent.
    case notBegun(reason: String)
    case reverted(reason: String)
    /// Needs a human; what differs from the snapshot.
    case revertFailed(differences: [String])
    /// Could not be asked until its deadline and revert bound had passed.
    case unaccounted(reason: String)

    /// Whether the device may hold a change that this rollout made, or a timer that is still running.
    package var isTouched: Bool {
        switch self {
        case .beginning, .armed, .applied, .verified, .confirmed: true
        case .pending, .prepared, .late, .notBegun, .reverted, .revertFailed, .unaccounted: false
        }
    }

    /// The word that `rollout status` tells.
    package var word: String {
        switch self {
        case .pending: "pending"
        case .prepared: "prepared"
        case .beginning: "beginning"
        case .armed: "armed"
        case .applied: "applied"
        case .verified: "verified"
        case .confirmed: "confirmed"
        case .late: "late"
        case .notBegun: "not-begun"
        case .reverted: "reverted"
        case .revertFailed: "revert-failed"
        case .unaccounted: "unaccounted"
        }
    }

    package var reason: String? {
        switch self {
        case .pending, .prepared, .beginning, .armed, .applied, .verified, .confirmed: nil
        case .late(let reason), .notBegun(let reason), .reverted(let reason), .unaccounted(let reason): reason
        case .revertFailed(let differences): differences.joined(separator: "; ")
        }
    }
}
