package import Planning

/// Something that the engine does to devices because the machine said so.
package struct Operation: Sendable, Hashable, Codable {
    package enum Verb: Sendable, Hashable, Codable {
        /// Reads facts from the rollout's devices and holds them against what the playbooks need.
        case check
        /// Looks at the mesh before anything is changed: gates compare with that.
        case baseline
        /// Looks at the mesh until the gate of a phase opens, or one of its conditions has had its time.
        case gate(phase: Int)
        /// Measures what the ways to some nodes carry: before the first phase, or after so many.
        case measure(phases: Int)
        /// Makes keys and the like; changes nothing that runs.
        case prepare
        /// The dead-man timer runs for so many seconds.
        case begin(deadline: Int)
        case apply
        /// Moves the dead-man timer, for a unit that waits for others or is slow: so many seconds from now.
        case extend(seconds: Int)
        /// The playbook's `verify`, over a fresh connection.
        case verify
        /// Waits until the device has gone back by itself, as nobody confirms: the rehearsal of the rollback.
        case watchReturn
        /// Over a fresh connection.
        case confirm
        /// Asks until the device's transaction is at rest, or its deadline and revert bound have passed.
        case observe
        case rollback
        /// Has traffic leave what a confirmed transaction brought, before it is taken back.
        case drain
        /// The opposite: it stays after all.
        case undrain

        package var word: String {
            switch self {
            case .check: "check"
            case .baseline: "baseline"
            case .gate: "gate"
            case .measure: "measure"
            case .prepare: "prepare"
            case .begin: "begin"
            case .apply: "apply"
            case .extend: "extend"
            case .verify: "verify"
            case .watchReturn: "watch-return"
            case .confirm: "confirm"
            case .observe: "observe"
            case .rollback: "rollback"
            case .drain: "drain"
            case .undrain: "undrain"
            }
        }
    }

    package var verb: Verb
    /// nil: all devices of the rollout.
    package var unit: UnitID?
    /// Number of the unit's transaction in this rollout, from 1; of a gate or a measurement, how many of these were asked.
    ///
    /// A later transaction is begun only when the one before it is verified old.
    package var attempt: Int

    package init(_ verb: Verb, _ unit: UnitID?, attempt: Int = 1) {
        self.verb = verb
        self.unit = unit
        self.attempt = attempt
    }
}
