/// Why a rollout does nothing for a while.
package enum Pause: Sendable, Hashable, Codable {
    /// What was switched shall prove itself; until then, in seconds since 1970.
    case soak(until: Double)
    /// The maintenance window is closed; it opens then, in seconds since 1970.
    case window(until: Double)
    /// A human has to agree to the next wave.
    case approval
}
