/// What systemd-networkd makes of an interface.
package struct NetworkdLink: Sendable, Hashable {
    package var name: String
    package var index: Int
    /// One of `configured`, `configuring`, `failed`, `unmanaged`, `pending` and `linger`.
    package var administrativeState: String
    /// One of `routable`, `degraded`, `enslaved`, `carrier`, `no-carrier`, `off` and more.
    package var operationalState: String
    /// `wireguard`, `vxlan`, `batadv`; nil for real network cards.
    package var kind: String?
    /// Path of the unit.
    package var networkFile: String?

    package init(
        name: String,
        index: Int,
        administrativeState: String,
        operationalState: String,
        kind: String? = nil,
        networkFile: String? = nil
    ) {
        self.name = name
        self.index = index
        self.administrativeState = administrativeState
        self.operationalState = operationalState
        self.kind = kind
        self.networkFile = networkFile
    }
}
