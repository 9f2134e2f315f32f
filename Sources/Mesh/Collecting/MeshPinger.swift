package import FleetModel
package import Transport

/// Has gateways ping nodes in batman-adv, and these nodes ping their gateways: each device in one exec.
package struct MeshPinger: Sendable {
    /// Devices that ping at the same time.
    private static let most = 16
    /// Packets to each participant, a fifth of a second apart.
    private static let packets = 10
    /// Nodes of a domain that are pinged: a gateway pings one after the other, two seconds each.
    private static let mostNodes = 30

    private let fleet: Fleet
    private let exec: SingleExec

    package init(fleet: Fleet, connector: any Connector) {
        self.fleet = fleet
        exec = SingleExec(connector: connector)
    }

    /// - Parameters:
    ///   - nodes: ids.
    ///   - snapshot: that has just been taken; it tells the nodes' names in batman-adv, and who could be asked.
    /// - Returns: from each gateway of its domain to each node and back, of many nodes to some, each time others.
    package func ping(_ nodes: Set<String>, in snapshot: MeshSnapshot) async -> [MeshPing] {
        let views = snapshot.fleet.domains.map { DomainView($0, in: snapshot) }
        let all = views.flatMap { tasks(for: nodes, in: $0) }
        let nameless = views.flatMap { self.nameless(nodes, in: $0) }
        return await all.concurrentMap(atMost: Self.most) { await pings($0) }.flatMap { $0 } + nameless
    }

    /// Nobody can ping who has no name in batman-adv, which is no good news.
    private func nameless(_ nodes: Set<String>, in view: DomainView) -> [MeshPing] {
        let members = view.nodes.filter { nodes.contains($0.node.id) && view.originators[$0.node.id] == nil }
        let failure = ReadingError(.failed, tool: "batctl ping", message: "nobody tells its name in batman-adv")
        return members.flatMap { node, _ in
            view.gateways.map { gateway in
                MeshPing(
                    domain: view.domain.code,
                    from: Subject(.gateway, gateway.gateway.name),
                    to: Subject(.node, node.id),
                    result: .failure(failure)
                )
            }
        }
    }

    /// What one device does for one domain.
    private struct Task: Sendable {
        var domain: Domain
        var from: Subject
        var endpoint: Endpoint
        var become: String?
        var batman: String
        var targets: [(subject: Subject, address: MACAddress)]
    }

    private func tasks(for nodes: Set<String>, in view: DomainView) -> [Task] {
        let members = Array(view.nodes.map(\.node).filter { nodes.contains($0.id) }.shuffled().prefix(Self.mostNodes))
        let known = members.compactMap { node in
            view.originators[node.id].map { (subject: Subject(.node, node.id), address: $0) }
        }
        let gateways = view.gateways.compactMap { gateway in
            gateway.mesh?.mesh.value?.primaryAddress.map { (gateway: gateway.gateway, address: $0) }
        }
        guard !known.isEmpty, !gateways.isEmpty else { return [] }
        let down = gateways.map { gateway, _ in
            Task(
                domain: view.domain,
                from: Subject(.gateway, gateway.name),
                endpoint: Endpoint(gateway, in: fleet),
                become: fleet.ssh.become,
                batman: view.domain.batmanInterfaceName,
                targets: known
            )
        }
        let up = members.compactMap { node in
            Endpoint(node, in: fleet).map { endpoint in
                Task(
                    domain: view.domain,
                    from: Subject(.node, node.id),
                    endpoint: endpoint,
                    become: nil,
                    batman: view.domain.nodeBatmanInterfaceName,
                    targets: gateways.map { (Subject(.gateway, $0.gateway.name), $0.address) }
                )
            }
        }
        return down + up
    }

    private func pings(_ task: Task) async -> [MeshPing] {
        let mark = CollectedSections.newMark()
        let results: [Result<BatmanPing, ReadingError>]
        do {
            let answer = try await exec.run(command(task, mark: mark), on: task.endpoint, become: task.become)
            let sections = try CollectedSections(answer.standardOutput, mark: mark)
            results = task.targets.indices.map { number in
                Result { () throws(ReadingError) in try BatmanPing(reading: sections.output(of: "\(number)")) }
            }
        } catch {
            let silence = ReadingError(.failed, tool: "batctl ping", message: "it can't be asked: \(error)")
            let failure = error as? ReadingError ?? silence
            results = Array(repeating: .failure(failure), count: task.targets.count)
        }
        return zip(task.targets, results).map { target, result in
            MeshPing(domain: task.domain.code, from: task.from, to: target.subject, result: result)
        }
    }

    /// A status of its own tells how many packets came back; that some didn't is no failure of the program.
    private func command(_ task: Task, mark: String) -> RemoteCommand {
        var script = SectionScript(mark: mark)
        let options = "-c \(Self.packets) -i 0.2 -t 1"
        for (number, target) in task.targets.enumerated() {
            script.add("\(number)", "batctl meshif \(task.batman.shellQuoted) ping \(options) \(target.address) || :")
        }
        // Each packet that is lost takes a second longer.
        return RemoteCommand(script.text, limit: .seconds(30 + 15 * task.targets.count), outputLimit: 1 << 20)
    }
}
