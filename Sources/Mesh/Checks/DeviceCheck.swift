import FleetModel

/// What devices say of themselves, whatever they serve.
struct DeviceCheck {
    let snapshot: MeshSnapshot
    let limits: HealthLimits

    var findings: [Finding] {
        let gateways = snapshot.gateways.map { (Subject(.gateway, $0), $1) }
        let nodes = snapshot.nodes.map { (Subject(.node, $0), $1) }
        let all = (gateways + nodes).sorted { $0.0 < $1.0 }
        return all.flatMap { collection(of: $0.0, $0.1) } + clocks(all)
            + gateways.flatMap { subject, answer in
                answer.observation.map { load(of: subject, $0.vitals) + router(subject, $0) } ?? []
            }
    }

    private func collection(of subject: Subject, _ answer: MeshSnapshot.Answer) -> [Finding] {
        let domain = subject.kind == .node ? snapshot.fleet.node(subject.name)?.domain : nil
        let say = { (value: String, message: String) in
            Finding(
                subject,
                .collection,
                verdict: .unknown,
                value: value,
                limit: "an answer",
                source: subject.name,
                domain: domain,
                message
            )
        }
        switch answer {
        case .silent(let reason): return [say("none", "it can't be asked: \(reason)")]
        case .observed(let device):
            guard let first = device.problems.first else { return [] }
            return [say("\(device.problems.count) unreadable", "what it says can't be read: \(first)")]
        }
    }

    // MARK: Clocks

    /// Against the controller's clock, unless all gateways agree that the controller's is wrong.
    private func clocks(_ answers: [(Subject, MeshSnapshot.Answer)]) -> [Finding] {
        let reference = reference
        return answers.compactMap { subject, answer in
            guard let device = answer.observation else { return nil }
            let (offset, isOverflow) = device.clockOffset.subtractingReportingOverflow(reference)
            guard isOverflow || offset.magnitude > UInt(limits.clock) else { return nil }
            let words = offset < 0 ? "behind" : "ahead"
            let message =
                "its clock is \(offset.magnitude) s \(words): WireGuard refuses handshakes of a clock that goes back"
            return Finding(
                subject,
                .clock,
                value: "\(offset) s",
                limit: "±\(limits.clock) s",
                source: subject.name,
                message
            )
        }
    }

    private var reference: Int {
        let offsets = snapshot.gateways.values.compactMap { $0.observation?.clockOffset }.sorted()
        guard offsets.count > 1, let first = offsets.first, let last = offsets.last,
            last.subtractingReportingOverflow(first).partialValue.magnitude <= UInt(limits.clock),
            offsets.allSatisfy({ $0.magnitude > UInt(limits.clock) })
        else { return 0 }
        return offsets[offsets.count / 2]
    }

    // MARK: Load

    private func load(of subject: Subject, _ vitals: HostVitals) -> [Finding] {
        var findings: [Finding] = []
        let load = vitals.load / Double(vitals.processors)
        if load > limits.load {
            let value = Self.decimal(load)
            findings.append(
                Finding(
                    subject,
                    .load,
                    value: value,
                    limit: Self.decimal(limits.load),
                    source: subject.name,
                    "its load is \(value) for each of \(vitals.processors) processors"
                )
            )
        }
        if let softirq = vitals.softirq, softirq > limits.softirq {
            findings.append(
                Finding(
                    subject,
                    .load,
                    value: softirq.percent,
                    limit: limits.softirq.percent,
                    source: subject.name,
                    "\(softirq.percent) of its time goes to softirqs"
                )
            )
        }
        return findings
    }

    /// radvd serves all domains of a gateway, so one in which it is a gateway still is reason enough for it.
    private func router(_ subject: Subject, _ device: DeviceObservation) -> [Finding] {
        let modes = device.meshes.values.compactMap { $0.mesh.value?.gatewayMode }
        guard device.vitals.announcesRoutes == true, !modes.isEmpty, modes.allSatisfy({ $0 != .server }) else {
            return []
        }
        return [
            Finding(
                subject,
                .router,
                value: "radvd runs",
                limit: "no radvd, or gw_mode server",
                source: subject.name,
                "batman-adv offers it to nobody as a gateway, but radvd still announces it: clients stay there"
            )
        ]
    }

    /// One digit after the point.
    private static func decimal(_ number: Double) -> String {
        let tenths = Int((min(max(number, 0), 1e6) * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
