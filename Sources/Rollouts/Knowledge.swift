package import Mesh
package import Planning

/// What a rollout has found out so far, for operations that build on it.
package struct Knowledge: Sendable, Hashable {
    /// WireGuard public keys that `prepare` collected.
    package var keys: [UnitID: String]
    /// How the mesh was before the first wave.
    package var baseline: HealthBaseline?
    /// Units that are confirmed new.
    package var switched: Set<UnitID>

    package init(keys: [UnitID: String] = [:], baseline: HealthBaseline? = nil, switched: Set<UnitID> = []) {
        self.keys = keys
        self.baseline = baseline
        self.switched = switched
    }
}
