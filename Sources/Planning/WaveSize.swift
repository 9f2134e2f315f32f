/// How many devices of a phase a wave takes.
package enum WaveSize: Sendable, Hashable, Codable {
    case count(Int)
    /// Of all devices of the phase; 100 is all that are left.
    case percent(Double)
}
