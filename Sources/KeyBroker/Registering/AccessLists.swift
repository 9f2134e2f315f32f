package import FleetModel

/// Keys that stand in files: who may register, who may not, and who is known from the start.
package struct AccessLists: Sendable, Hashable {
    /// All may if nil.
    package var allowed: Set<WireGuardKey>?
    package var denied: Set<WireGuardKey> = []
    /// By domain.
    package var preload: [String: Set<WireGuardKey>] = [:]

    package init() {}

    package func permits(_ key: WireGuardKey) -> Bool {
        !denied.contains(key) && allowed?.contains(key) ?? true
    }
}
