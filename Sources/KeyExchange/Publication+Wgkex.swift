package import FleetModel

/// What wgkex's programs say, as they say it.
extension Publication {
    /// A key for all workers, or for one.
    ///
    /// Acknowledged, unlike wgkex's: only then a broker knows that the MQTT server has it. Subscribers of QoS 0 see no
    /// difference.
    package static func key(
        _ key: WireGuardKey,
        domain: String,
        target: String = ExchangeTopic.all
    ) -> Publication {
        Publication(
            topic: .key(domain: domain, target: target),
            payload: key.base64,
            isRetained: false,
            isAcknowledged: true
        )
    }

    /// Peers with a handshake younger than three minutes.
    package static func connectedPeers(_ count: Int, domain: String, worker: String) -> Publication {
        Publication(
            topic: .connectedPeers(domain: domain, worker: worker),
            payload: String(count),
            isRetained: true,
            isAcknowledged: false
        )
    }

    /// Says that a worker no longer serves a domain.
    package static func noPeers(domain: String, worker: String) -> Publication {
        Publication(
            topic: .connectedPeers(domain: domain, worker: worker),
            payload: "-1",
            isRetained: true,
            isAcknowledged: true
        )
    }

    /// Whether a worker listens; offline is its last will, too.
    package static func status(isOnline: Bool, worker: String) -> Publication {
        Publication(
            topic: .status(worker: worker),
            payload: isOnline ? "1" : "0",
            isRetained: true,
            isAcknowledged: true
        )
    }

    /// How nodes of a domain reach a worker's gateway.
    package static func data(_ data: GatewayData, domain: String, worker: String) -> Publication {
        Publication(
            topic: .data(worker: worker, domain: domain),
            payload: data.json,
            isRetained: true,
            isAcknowledged: true
        )
    }
}
