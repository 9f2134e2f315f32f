package import FleetModel
package import KeyExchange

extension BrokerState {
    /// A registration that was counted, and is to be taken back if it can't be published.
    package struct Assignment: Sendable, Hashable {
        package var registration: Registration
        /// Nil in version 1.
        package var gateway: GatewayData?
        var history: KeyHistory
        var previous: KeyHistory?
    }

    /// For so many seconds a key that asks again gets the same answer: its node retries, or asked two brokers.
    static let sameAnswer = 10
    /// A key that asks again within so many seconds didn't get through where it was sent.
    static let retrying = 15 * 60

    /// Says why a key can't be known in a domain.
    package func refusal(of key: WireGuardKey, in domain: String, now: Int) -> Refusal? {
        guard let state = domains[domain] else { return .unknownDomain }
        guard access.permits(key) else { return .denied }
        if gatewayKeySet.contains(key) { return .gatewayKey }
        let address = state.linkLocal(of: key)
        if state.gateways.values.contains(where: { $0.linkLocal == address }) { return .collision }
        guard let owner = state.owners[address], owner != key else { return nil }
        let isTaken = state.preloaded.contains(owner) || state.keys[owner].map { isLiving($0, now: now) } ?? false
        return isTaken ? .collision : nil
    }

    /// Chooses a gateway and counts the key as its.
    package mutating func assign(
        _ registration: Registration,
        version: ExchangeVersion,
        now: Int
    ) -> Result<Assignment, Refusal> {
        let (domain, key) = (registration.domain, registration.key)
        if let refusal = refusal(of: key, in: domain, now: now) { return .failure(refusal) }
        guard let state = domains[domain] else { return .failure(.unknownDomain) }
        let online = state.gateways.filter { isOnline($0.key, $0.value) }
        guard !online.isEmpty else { return .failure(.noGateway) }
        let previous = state.keys[key]
        // Of version 1's nodes each finds its gateway itself.
        guard version == .two else {
            return .success(keep(registration, previous: previous, worker: nil, gateway: nil, now: now))
        }
        let usable = online.filter { $0.value.data != nil }
        guard !usable.isEmpty else { return .failure(.noGatewayData) }
        let age = previous.map { max(now - $0.lastSeen, 0) }
        if let worker = previous?.worker, let data = usable[worker]?.data, let age, age < Self.sameAnswer {
            return .success(keep(registration, previous: previous, worker: worker, gateway: data, now: now))
        }
        let candidates = usable.map { worker, gateway in
            // A key that moves must not count where it was.
            let peers = gateway.expectedPeers - (gateway.pending[key] == nil ? 0 : 1)
            return GatewayCandidate(worker: worker, weight: weights[worker] ?? 1, peers: peers)
        }
        let isRetrying = age.map { $0 < Self.retrying } ?? false
        let best = GatewayCandidate.best(of: candidates, for: key, avoiding: isRetrying ? previous?.worker : nil)
        guard let best, let data = usable[best.worker]?.data else { return .failure(.noGatewayData) }
        return .success(keep(registration, previous: previous, worker: best.worker, gateway: data, now: now))
    }

    private mutating func keep(
        _ registration: Registration,
        previous: KeyHistory?,
        worker: String?,
        gateway: GatewayData?,
        now: Int
    ) -> Assignment {
        var history = previous ?? KeyHistory(firstSeen: now, lastSeen: now, worker: worker)
        // An answer that is repeated is no new one: who retries often enough would else never move.
        if previous?.worker != worker || max(now - history.lastSeen, 0) >= Self.sameAnswer {
            history.lastSeen = now
            history.worker = worker
        }
        change(registration.domain) { $0.keep(registration.key, history) }
        return Assignment(registration: registration, gateway: gateway, history: history, previous: previous)
    }

    /// The registration was published: the world may know it.
    ///
    /// - Returns: nothing if it was only repeated.
    mutating func confirm(_ assignment: Assignment) -> [BrokerEffect] {
        guard assignment.history != assignment.previous else { return [] }
        let (domain, key) = (assignment.registration.domain, assignment.registration.key)
        return [
            .store(domain: domain, key: key, assignment.history), .share(domain: domain, key: key, assignment.history),
        ] + makeRoom(in: domain)
    }

    /// The registration couldn't be published: nothing has happened.
    package mutating func withdraw(_ assignment: Assignment) {
        change(assignment.registration.domain) { state in
            // Another request may have changed it meanwhile.
            guard state.keys[assignment.registration.key] == assignment.history else { return }
            if let previous = assignment.previous {
                state.keep(assignment.registration.key, previous)
            } else {
                state.forget(assignment.registration.key)
            }
        }
    }
}
