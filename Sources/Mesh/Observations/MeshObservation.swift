/// What one batman-adv interface of a device says.
///
/// Each part is what was read, or why it wasn't.
package struct MeshObservation: Sendable {
    package var mesh: Result<BatmanMesh, ReadingError>
    package var hardInterfaces: Result<[BatmanHardInterface], ReadingError>
    package var neighbours: Result<[BatmanNeighbour], ReadingError>
    package var paths: Result<[BatmanPath], ReadingError>
    package var gateways: Result<[BatmanGateway], ReadingError>
    /// Clients of the whole mesh.
    package var clients: Result<[TranslationEntry], ReadingError>
    /// The VXLAN interface's FDB; empty where there is no such interface.
    package var forwarding: Result<[ForwardingEntry], ReadingError>
    /// Nil where there is no status socket.
    package var fastd: Result<FastdStatus, ReadingError>?

    package init(
        mesh: Result<BatmanMesh, ReadingError>,
        hardInterfaces: Result<[BatmanHardInterface], ReadingError>,
        neighbours: Result<[BatmanNeighbour], ReadingError>,
        paths: Result<[BatmanPath], ReadingError>,
        gateways: Result<[BatmanGateway], ReadingError>,
        clients: Result<[TranslationEntry], ReadingError>,
        forwarding: Result<[ForwardingEntry], ReadingError>,
        fastd: Result<FastdStatus, ReadingError>?
    ) {
        self.mesh = mesh
        self.hardInterfaces = hardInterfaces
        self.neighbours = neighbours
        self.paths = paths
        self.gateways = gateways
        self.clients = clients
        self.forwarding = forwarding
        self.fastd = fastd
    }

    /// What could not be read.
    package var problems: [ReadingError] {
        [
            mesh.failure, hardInterfaces.failure, neighbours.failure, paths.failure, gateways.failure, clients.failure,
            forwarding.failure, fastd?.failure,
        ].compactMap(\.self)
    }
}

extension Result {
    var failure: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }

    var value: Success? {
        if case .success(let value) = self { value } else { nil }
    }
}
