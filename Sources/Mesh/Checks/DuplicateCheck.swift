import FleetModel

/// Devices that share what each should have for itself.
struct DuplicateCheck {
    let snapshot: MeshSnapshot

    private struct Bearer: Hashable {
        var subject: Subject
        var what: String
        var value: String
    }

    var findings: [Finding] {
        let devices =
            snapshot.gateways.map { (Subject(.gateway, $0), $1.observation) }
            + snapshot.nodes.map { (Subject(.node, $0), $1.observation) }
        let bearers = Set(devices.flatMap { subject, device in device.map { Self.bearers(subject, $0) } ?? [] })
        let groups = Dictionary(grouping: bearers) { "\($0.what) \($0.value)" }
        return groups.values.filter { $0.count > 1 }.flatMap { group in
            group.map { bearer in
                let others = group.filter { $0.subject != bearer.subject }.map { "\($0.subject)" }.sorted()
                return Finding(
                    bearer.subject,
                    .duplicate,
                    value: bearer.value,
                    limit: "its own",
                    source: bearer.subject.name,
                    "it has the same \(bearer.what) as \(others.joined(separator: ", "))"
                )
            }
        }
    }

    private static func bearers(_ subject: Subject, _ device: DeviceObservation) -> [Bearer] {
        var bearers: [Bearer] = []
        if let id = device.vitals.machineID { bearers.append(Bearer(subject: subject, what: "machine-id", value: id)) }
        for interface in device.wireGuard.value ?? [] {
            guard let key = interface.publicKey else { continue }
            bearers.append(Bearer(subject: subject, what: "WireGuard key", value: key.base64))
        }
        for mesh in device.meshes.values {
            guard let address = mesh.mesh.value?.primaryAddress else { continue }
            bearers.append(Bearer(subject: subject, what: "MAC address in the mesh", value: "\(address)"))
        }
        return bearers
    }
}
