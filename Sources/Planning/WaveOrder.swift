/// In which order a phase takes its devices.
package enum WaveOrder: String, Sendable, Hashable, Codable, CaseIterable {
    /// Those that nobody depends on first, as a failure then cuts off nobody else.
    case leavesFirst = "leaves-first"
    case uplinksFirst = "uplinks-first"
    /// As the inventory lists them.
    case asListed = "as-listed"
}
