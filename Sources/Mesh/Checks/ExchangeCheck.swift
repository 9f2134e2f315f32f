import FleetModel

/// Broker, MQTT server and workers, against each other and against what WireGuard says.
struct ExchangeCheck {
    let snapshot: MeshSnapshot
    let views: [DomainView]
    let limits: HealthLimits

    var findings: [Finding] {
        guard let exchange = snapshot.exchange else { return [] }
        return server(exchange) + broker(exchange) + workers(exchange)
    }

    private var subject: Subject { Subject(.exchange, snapshot.fleet.broker?.url ?? "") }

    private func server(_ exchange: ExchangeObservation) -> [Finding] {
        guard let failure = exchange.heard?.failure else { return [] }
        return [
            Finding(
                subject,
                .mqtt,
                value: "no answer",
                limit: "an answer",
                source: "mqtt",
                "the MQTT server doesn't answer: \(failure)"
            )
        ]
    }

    private func broker(_ exchange: ExchangeObservation) -> [Finding] {
        guard let answered = exchange.answered else { return [] }
        let say = { (value: String, message: String) in
            [Finding(self.subject, .broker, value: value, limit: "takes keys", source: "broker", message)]
        }
        guard let answer = answered.value else {
            return say("no answer", "the broker doesn't answer: \(answered.failure?.description ?? "")")
        }
        if answer.isConnected == false { return say("deaf", "the broker has no connection to the MQTT server") }
        guard answer.status < 500 else { return say("\(answer.status)", "the broker answers \(answer.status)") }
        let heard = exchange.heard?.value?.online.values.count(where: { $0 }) ?? 0
        if let online = answer.workersOnline, online == 0, heard > 0 {
            return say("0 workers", "the broker is deaf: \(heard) workers are online, and it knows of none")
        }
        return []
    }

    // MARK: Workers

    private func workers(_ exchange: ExchangeObservation) -> [Finding] {
        guard let heard = exchange.heard?.value else { return [] }
        return views.flatMap { view in
            view.gateways.flatMap { gateway -> [Finding] in
                guard let interface = gateway.device.wireGuard(view.domain.wireGuardInterfaceName) else { return [] }
                return findings(of: gateway, interface, in: view.domain.code, heard)
            }
        }
    }

    private func findings(
        of gateway: DomainView.GatewayView,
        _ interface: WireGuardInterface,
        in domain: String,
        _ heard: ExchangeObservation.Heard
    ) -> [Finding] {
        // A worker is called as its host calls itself, which may not be what the inventory does.
        let said = heard.publicKeys[domain]?.first { $0.value == interface.publicKey }?.key
        let worker = said ?? gateway.gateway.name
        let say = { (check: Check, value: String, limit: String, message: String) in
            Finding(
                Subject(.gateway, gateway.gateway.name),
                check,
                value: value,
                limit: limit,
                source: "mqtt",
                domain: domain,
                message
            )
        }
        guard let isOnline = heard.online[worker] else {
            return [say(.worker, "never heard", "online", "no worker called \(worker) is known to the MQTT server")]
        }
        guard isOnline else { return [say(.worker, "offline", "online", "the worker \(worker) is offline")] }
        guard let count = heard.connectedPeers[domain]?[worker], count >= 0 else {
            let message = "the worker \(worker) is online, and doesn't serve \(domain)"
            return [say(.worker, "no interface", "serves it", message)]
        }
        let actual = interface.peers.count { peer in
            peer.latestHandshake.map { gateway.device.vitals.time - $0 < limits.handshake } ?? false
        }
        // Workers count once a minute: peers come and go meanwhile.
        let (difference, tolerance) = (abs(count - actual), max(3, max(count, actual) / 2))
        guard difference > tolerance else { return [] }
        let message = "the worker \(worker) tells of \(count) connected peers, WireGuard of \(actual)"
        return [say(.connectedPeers, "\(count)", "\(actual) ± \(tolerance)", message)]
    }
}
