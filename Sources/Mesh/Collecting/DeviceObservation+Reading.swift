extension DeviceObservation {
    /// Reads all sections.
    ///
    /// - Throws: `ReadingError` if even the vitals can't be read.
    init(
        _ sections: CollectedSections,
        interfaces: [DeviceCollection.Interfaces],
        now: Int
    ) throws(ReadingError) {
        let vitals = try HostVitals(
            sections.output(of: "vitals"),
            before: sections.anyOutput(of: "before"),
            after: sections.anyOutput(of: "after")
        )
        let links = sections.read("links") { (output) throws(ReadingError) in try LinkState.all(in: output) }
        var wireGuard = sections.read("wireguard") { (output) throws(ReadingError) in
            try WireGuardInterface.all(in: output)
        }
        // Firmware that knows fastd only has no `wg` either.
        if case .failure = wireGuard, let links = links.value, !links.contains(where: { $0.kind == "wireguard" }) {
            wireGuard = .success([])
        }
        var meshes: [String: MeshObservation] = [:]
        for mesh in interfaces where links.value?.contains(where: { $0.name == mesh.batman }) ?? true {
            meshes[mesh.domain] = MeshObservation(sections, mesh, links: links.value ?? [])
        }
        self.init(
            vitals: vitals,
            links: links,
            wireGuard: wireGuard,
            routes: sections.read("routes") { (output) throws(ReadingError) in try Route.all(in: output) },
            meshes: meshes,
            clockOffset: vitals.time - now
        )
    }
}

extension MeshObservation {
    fileprivate init(_ sections: CollectedSections, _ names: DeviceCollection.Interfaces, links: [LinkState]) {
        func read<Value>(
            _ section: String,
            _ reader: (ToolOutput) throws(ReadingError) -> Value
        ) -> Result<Value, ReadingError> {
            sections.read("\(names.domain).\(section)", reader)
        }
        let hasVXLAN = links.contains { $0.name == names.vxlan }
        self.init(
            mesh: read("mesh") { (output) throws(ReadingError) in try BatmanMesh(reading: output) },
            hardInterfaces: read("interfaces") { (output) throws(ReadingError) in
                try BatmanHardInterface.all(in: output)
            },
            neighbours: read("neighbours") { (output) throws(ReadingError) in try BatmanNeighbour.all(in: output) },
            paths: read("paths") { (output) throws(ReadingError) in try BatmanPath.all(in: output) },
            gateways: read("gateways") { (output) throws(ReadingError) in try BatmanGateway.all(in: output) },
            clients: read("clients") { (output) throws(ReadingError) in try TranslationEntry.global(in: output) },
            forwarding: hasVXLAN
                ? read("forwarding") { (output) throws(ReadingError) in
                    try ForwardingEntry.all(in: output, of: names.vxlan)
                } : .success([]),
            fastd: sections.status(of: "\(names.domain).fastd").flatMap { status in
                // There is no status socket.
                status == 3
                    ? nil : read("fastd") { (output) throws(ReadingError) in try FastdStatus(reading: output) }
            }
        )
    }
}

extension CollectedSections {
    fileprivate func read<Value>(
        _ section: String,
        _ reader: (ToolOutput) throws(ReadingError) -> Value
    ) -> Result<Value, ReadingError> {
        do throws(ReadingError) {
            return .success(try reader(output(of: section)))
        } catch {
            return .failure(error)
        }
    }
}
