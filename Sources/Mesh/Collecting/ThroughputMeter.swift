package import FleetModel
package import Transport

/// Measures what the ways between nodes and their gateway carry: by batman-adv's own meter, and by iperf3 where both ends
/// have it.
///
/// One node after the other, so that none takes another one's share. Each measurement fills the line for its seconds.
package struct ThroughputMeter: Sendable {
    /// Of iperf3, on the node; for as long as it is measured.
    private static let port = 45_201

    private let fleet: Fleet
    private let exec: SingleExec
    private let runs: Int
    private let seconds: Int

    /// - Parameters:
    ///   - fleet: the inventory.
    ///   - connector: the way to devices.
    ///   - runs: measurements of each way with each program.
    ///   - seconds: of each measurement.
    package init(fleet: Fleet, connector: any Connector, runs: Int, seconds: Int) {
        self.fleet = fleet
        exec = SingleExec(connector: connector)
        self.runs = runs
        self.seconds = seconds
    }

    /// Never throws: what couldn't be measured is a series that says why.
    ///
    /// - Parameters:
    ///   - nodes: ids.
    ///   - snapshot: that has just been taken, of these nodes, too.
    /// - Returns: for each node that the snapshot knows, from its domain's first gateway to it and back.
    package func measure(_ nodes: Set<String>, in snapshot: MeshSnapshot) async -> [ThroughputSeries] {
        var series: [ThroughputSeries] = []
        for domain in snapshot.fleet.domains {
            let view = DomainView(domain, in: snapshot)
            for (node, _) in view.nodes where nodes.contains(node.id) {
                guard let pair = Pair(node, in: view, of: fleet), !Task.isCancelled else { continue }
                series += await byBatman(pair)
                series += await byIperf(pair)
            }
        }
        return series
    }

    /// A node and its gateway.
    private struct Pair: Sendable {
        var domain: Domain
        var node: Node
        var gateway: Gateway
        var nodeAddress: MACAddress
        var gatewayAddress: MACAddress
        var endpoint: Endpoint

        init?(_ node: Node, in view: DomainView, of fleet: Fleet) {
            let gateways = view.gateways.compactMap { gateway in
                gateway.mesh?.mesh.value?.primaryAddress.map { (gateway.gateway, $0) }
            }
            guard let (gateway, address) = gateways.first, let own = view.originators[node.id],
                let endpoint = Endpoint(node, in: fleet)
            else { return nil }
            domain = view.domain
            self.node = node
            self.gateway = gateway
            nodeAddress = own
            gatewayAddress = address
            self.endpoint = endpoint
        }

        func way(isDown: Bool, _ tool: ThroughputSeries.Tool) -> ThroughputSeries.Way {
            let ends = [Subject(.gateway, gateway.name), Subject(.node, node.id)]
            return ThroughputSeries.Way(
                domain: domain.code,
                from: isDown ? ends[0] : ends[1],
                to: isDown ? ends[1] : ends[0],
                tool: tool
            )
        }
    }

    // MARK: - batctl

    private func byBatman(_ pair: Pair) async -> [ThroughputSeries] {
        let meter = { (batman: String, address: MACAddress) in
            let test = "batctl meshif \(batman.shellQuoted) tp -t \(seconds * 1000) \(address)"
            // Who has just been measured from the other end takes that for a test that runs, for half a minute.
            return """
                for try in 1 2 3 4 5 6 7 8; do
                    out=$(\(test) 2>&1)
                    case $out in *"Cannot run two test"*) sleep 5;; *) break;; esac
                done
                printf '%s\\n' "$out"
                """
        }
        let gateway = await repeated(meter(pair.domain.batmanInterfaceName, pair.nodeAddress), onGatewayOf: pair)
        let node = await repeated(meter(pair.domain.nodeBatmanInterfaceName, pair.gatewayAddress), onNodeOf: pair)
        return [
            series(pair.way(isDown: true, .batctl), gateway, Self.throughputOfBatman),
            series(pair.way(isDown: false, .batctl), node, Self.throughputOfBatman),
        ]
    }

    private static func throughputOfBatman(_ output: ToolOutput) throws(ReadingError) -> Throughput {
        switch try ThroughputTest(reading: output) {
        case .measured(let measurement): return measurement.throughput
        case .refused(let refusal):
            throw ReadingError(.failed, tool: "batctl throughputmeter", message: refusal.rawValue)
        }
    }

    // MARK: - iperf3

    /// The node serves, as the inventory knows its address; the gateway asks, for both directions.
    private func byIperf(_ pair: Pair) async -> [ThroughputSeries] {
        guard let address = pair.node.address, await isInstalledOnBothEnds(of: pair) else { return [] }
        async let served: Void = serve(pair)
        let ask = { (option: String) in
            // The server has a login before it, and needs a moment between two tests.
            let test = "iperf3 -c \(address.shellQuoted) -p \(Self.port) -t \(seconds) -J -i 0\(option)"
            return """
                for try in $(seq 40); do out=$(\(test)) && break; sleep 0.5; done; printf '%s\\n' "$out"
                """
        }
        let down = await repeated("( \(ask("")) )", onGatewayOf: pair)
        let up = await repeated("( \(ask(" -R")) )", onGatewayOf: pair)
        _ = await served
        return [
            series(pair.way(isDown: true, .iperf3), down, Self.throughputOfIperf),
            series(pair.way(isDown: false, .iperf3), up, Self.throughputOfIperf),
        ]
    }

    private func isInstalledOnBothEnds(of pair: Pair) async -> Bool {
        for endpoint in [Endpoint(pair.gateway, in: fleet), pair.endpoint] {
            let question = RemoteCommand("command -v iperf3", limit: .seconds(30), outputLimit: 4096)
            guard (try? await exec.run(question, on: endpoint, become: nil))?.succeeded ?? false else { return false }
        }
        return true
    }

    private static func throughputOfIperf(_ output: ToolOutput) throws(ReadingError) -> Throughput {
        try Iperf3Result(reading: output).received.throughput
    }

    /// Serves one client after the other, and ends by itself whatever becomes of the controller.
    private func serve(_ pair: Pair) async {
        let script = """
            ( sleep \(limit); kill $$ ) >/dev/null 2>&1 &
            watch=$!
            trap 'kill $watch $server 2>/dev/null; exit 0' TERM
            served=0
            while [ $served -lt \(2 * runs) ]; do
                iperf3 -s -1 -p \(Self.port) >/dev/null 2>&1 & server=$!
                wait $server || break
                served=$((served + 1))
            done
            kill $watch
            """
        _ = try? await exec.run(
            RemoteCommand(script, limit: .seconds(limit + 30), outputLimit: 4096),
            on: pair.endpoint,
            become: nil
        )
    }

    /// Seconds for all measurements of both directions, with their waits.
    private var limit: Int { 90 + 2 * runs * (seconds + 10) }

    // MARK: - Both

    private func repeated(_ command: String, onGatewayOf pair: Pair) async -> Result<[ToolOutput], ReadingError> {
        await repeated(command, on: Endpoint(pair.gateway, in: fleet), become: fleet.ssh.become)
    }

    private func repeated(_ command: String, onNodeOf pair: Pair) async -> Result<[ToolOutput], ReadingError> {
        await repeated(command, on: pair.endpoint, become: nil)
    }

    private func repeated(
        _ command: String,
        on endpoint: Endpoint,
        become: String?
    ) async -> Result<[ToolOutput], ReadingError> {
        let mark = CollectedSections.newMark()
        var script = SectionScript(mark: mark)
        for run in 1...runs { script.add("run\(run)", command) }
        do {
            let limited = RemoteCommand(script.text, limit: .seconds(limit), outputLimit: 1 << 20)
            let answer = try await exec.run(limited, on: endpoint, become: become)
            let sections = try CollectedSections(answer.standardOutput, mark: mark)
            var outputs: [ToolOutput] = []
            for run in 1...runs { outputs.append(try sections.output(of: "run\(run)")) }
            return .success(outputs)
        } catch let error as ReadingError {
            return .failure(error)
        } catch {
            return .failure(ReadingError(.failed, tool: "measuring", message: "\(error)"))
        }
    }

    private func series(
        _ way: ThroughputSeries.Way,
        _ outputs: Result<[ToolOutput], ReadingError>,
        _ read: (ToolOutput) throws(ReadingError) -> Throughput
    ) -> ThroughputSeries {
        var samples: [Throughput] = []
        var problem: String?
        switch outputs {
        case .failure(let error): problem = "\(error)"
        case .success(let outputs):
            for output in outputs {
                do throws(ReadingError) { samples.append(try read(output)) } catch { problem = "\(error)" }
            }
        }
        return ThroughputSeries(way, samples: samples, problem: problem)
    }
}
