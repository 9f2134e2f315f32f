/// What one exec on a gateway or node told.
package struct DeviceObservation: Sendable {
    package var vitals: HostVitals
    /// All of the device.
    package var links: Result<[LinkState], ReadingError>
    package var wireGuard: Result<[WireGuardInterface], ReadingError>
    package var routes: Result<[Route], ReadingError>
    /// By domain's code; only domains whose batman-adv interface there is.
    package var meshes: [String: MeshObservation]
    /// Seconds by which its clock is ahead of the controller's; the way of the answer is taken into account.
    package var clockOffset: Int

    package init(
        vitals: HostVitals,
        links: Result<[LinkState], ReadingError>,
        wireGuard: Result<[WireGuardInterface], ReadingError>,
        routes: Result<[Route], ReadingError>,
        meshes: [String: MeshObservation],
        clockOffset: Int
    ) {
        self.vitals = vitals
        self.links = links
        self.wireGuard = wireGuard
        self.routes = routes
        self.meshes = meshes
        self.clockOffset = clockOffset
    }

    package func link(_ name: String) -> LinkState? { links.value?.first { $0.name == name } }

    package func wireGuard(_ name: String) -> WireGuardInterface? { wireGuard.value?.first { $0.name == name } }

    /// What could not be read.
    package var problems: [ReadingError] {
        [links.failure, wireGuard.failure, routes.failure].compactMap(\.self)
            + meshes.sorted { $0.key < $1.key }.flatMap(\.value.problems)
    }
}
