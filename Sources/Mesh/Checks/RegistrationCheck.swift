import FleetModel

/// Whether the broker takes nodes' own keys, where that was tried.
struct RegistrationCheck {
    let snapshot: MeshSnapshot

    var findings: [Finding] {
        snapshot.registrations.sorted { $0.key < $1.key }.compactMap { node, answer in
            let say = { (verdict: Verdict, value: String, message: String) in
                Finding(
                    Subject(.node, node),
                    .registered,
                    verdict: verdict,
                    value: value,
                    limit: "200",
                    source: "broker",
                    domain: snapshot.fleet.node(node)?.domain,
                    message
                )
            }
            switch answer {
            case .success(200): return nil
            case .success(let status):
                return say(.unhealthy, "\(status)", "the broker answers \(status) to the node's own key")
            case .failure(let failure):
                return say(.unknown, "no answer", "the broker can't be asked about its key: \(failure)")
            }
        }
    }
}
