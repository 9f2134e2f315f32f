package import FleetModel
package import Transport

/// Asks gateways and nodes for what the checks want to know, each in one exec.
package struct MeshCollector: Sendable {
    private static let mostGateways = 16
    /// Nodes are asked through gateways, which have other work, too.
    private static let mostNodes = 16

    private let fleet: Fleet
    private let exec: SingleExec
    private let now: @Sendable () -> Int

    /// - Parameters:
    ///   - fleet: the inventory.
    ///   - connector: the way to devices.
    ///   - now: the controller's clock, in seconds since 1970.
    package init(fleet: Fleet, connector: any Connector, now: @escaping @Sendable () -> Int) {
        self.fleet = fleet
        exec = SingleExec(connector: connector)
        self.now = now
    }

    /// Asks all at once, a bounded number of them at a time.
    ///
    /// - Parameters:
    ///   - gateways: to ask.
    ///   - nodes: to ask; those without an address are silent.
    /// - Returns: a snapshot without the key exchange.
    package func collect(gateways: [Gateway], nodes: [Node]) async -> MeshSnapshot {
        async let ofGateways = gateways.concurrentMap(atMost: Self.mostGateways) { gateway in
            (gateway.name, await ask(gateway))
        }
        async let ofNodes = nodes.concurrentMap(atMost: Self.mostNodes) { node in (node.id, await ask(node)) }
        return MeshSnapshot(
            fleet: fleet,
            takenAt: now(),
            gateways: Dictionary(await ofGateways) { first, _ in first },
            nodes: Dictionary(await ofNodes) { first, _ in first }
        )
    }

    private func ask(_ gateway: Gateway) async -> MeshSnapshot.Answer {
        let collection = DeviceCollection(gateway: gateway, in: fleet)
        return await ask(Endpoint(gateway, in: fleet), collection, become: fleet.ssh.become)
    }

    private func ask(_ node: Node) async -> MeshSnapshot.Answer {
        guard let endpoint = Endpoint(node, in: fleet) else { return .silent("the inventory has no address of it") }
        guard let domain = fleet.domain(node.domain) else { return .silent("its domain is not in the inventory") }
        return await ask(endpoint, DeviceCollection(node: domain), become: nil)
    }

    private func ask(
        _ endpoint: Endpoint,
        _ collection: DeviceCollection,
        become: String?
    ) async -> MeshSnapshot.Answer {
        do throws(TransportError) {
            let result = try await exec.run(collection.command, on: endpoint, become: become)
            do throws(ReadingError) {
                return .observed(try collection.observation(from: result, now: now()))
            } catch {
                return .silent("its answer can't be read: \(error)")
            }
        } catch {
            return .silent(error.message)
        }
    }
}
