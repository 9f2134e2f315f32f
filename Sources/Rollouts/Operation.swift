package import Planning

/// Something that the engine does to devices because the machine said so.
package enum Operation: Sendable, Hashable, Codable {
    /// Reads facts from all devices of the rollout and holds them against what the playbooks need.
    case check
    /// Makes keys and the like; changes nothing that runs.
    case prepare(UnitID)
    case begin(UnitID)
    case apply(UnitID)
    /// Moves the dead-man timer of a unit that waits for others.
    case extend(UnitID)
    /// The playbook's `verify`, over a fresh connection.
    case verify(UnitID)
    /// Over a fresh connection.
    case confirm(UnitID)
    /// Asks until the device's transaction is at rest, or its deadline and revert bound have passed.
    case observe(UnitID)
    case rollback(UnitID)

    package var unit: UnitID? {
        switch self {
        case .check: nil
        case .prepare(let unit), .begin(let unit), .apply(let unit), .extend(let unit), .verify(let unit),
            .confirm(let unit), .observe(let unit), .rollback(let unit):
            unit
        }
    }

    package var verb: String {
        switch self {
        case .check: "check"
        case .prepare: "prepare"
        case .begin: "begin"
        case .apply: "apply"
        case .extend: "extend"
        case .verify: "verify"
        case .confirm: "confirm"
        case .observe: "observe"
        case .rollback: "rollback"
        }
    }
}
