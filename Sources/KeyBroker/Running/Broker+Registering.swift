package import FleetModel
package import KeyExchange
import Synchronization

extension Broker {
    /// For the MQTT server to acknowledge a key.
    private static let patience = Duration.seconds(2)
    /// So long after a connection was made, a domain without gateway may only be one that has not been heard yet,
    /// and a gateway without data, too; and so long after it had one, it may only be losing sight of it.
    private static let settling = Duration.seconds(5)

    /// Takes a registration.
    ///
    /// - Parameters:
    ///   - body: as it came.
    ///   - version: which answer is wanted.
    ///   - address: who sent it.
    /// - Returns: what to answer.
    package func register(
        _ body: [UInt8],
        version: ExchangeVersion,
        from address: IPAddress
    ) async -> Result<RegistrationAnswer, Refusal> {
        do throws(Refusal) {
            let answer = try await published(body, version: version, from: address)
            counters.withLock { $0.published += 1 }
            return .success(answer)
        } catch {
            note(error, from: address)
            return .failure(error)
        }
    }

    /// Counts a refusal, and tells of it.
    package func note(_ refusal: Refusal, from address: IPAddress) {
        counters.withLock { $0.refused[refusal.label, default: 0] += 1 }
        log.notice(refusal.label, "refused a registration from \(address): \(refusal.message)")
    }

    private func published(
        _ body: [UInt8],
        version: ExchangeVersion,
        from address: IPAddress
    ) async throws(Refusal) -> RegistrationAnswer {
        let registration = try Self.read(body)
        // The cheap checks, and what a stranger may not do often, come before all that looks at more.
        guard settings.domain(registration.domain) != nil else { throw .unknownDomain }
        guard state.withLock({ $0.access.permits(registration.key) }) else { throw .denied }
        let excess = limits.withLock { $0.refusal(of: address, in: registration.domain, now: time.elapsed()) }
        if let excess { throw excess }
        if let refusal = state.withLock({ state in
            state.refusal(of: registration.key, in: registration.domain, now: time.now())
        }) {
            throw refusal
        }
        guard let messenger, messenger.isReady else { throw .notReady }
        let assignment = try assign(registration, version: version)
        do throws(NotDelivered) {
            try await messenger.deliver(
                .key(registration.key, domain: registration.domain),
                within: Self.patience
            )
        } catch {
            state.withLock { $0.withdraw(assignment) }
            log.notice("undelivered", "a key could not be published: \(error)")
            throw .notReady
        }
        perform(state.withLock { $0.confirm(assignment) })
        return assignment.gateway.map { .endpoint($0) } ?? .published
    }

    private static func read(_ body: [UInt8]) throws(Refusal) -> Registration {
        guard !body.isEmpty else { throw .malformed("it is empty") }
        do throws(PayloadError) {
            return try Registration(body: body)
        } catch {
            throw .malformed(error.description)
        }
    }

    /// Also in version 1, where wgkex doesn't look: without a worker nobody hears the key, and 200 would be a lie.
    private func assign(
        _ registration: Registration,
        version: ExchangeVersion
    ) throws(Refusal) -> BrokerState.Assignment {
        let result = state.withLock { $0.assign(registration, version: version, now: time.now()) }
        let now = time.elapsed()
        switch result {
        case .success:
            link.withLock { $0.servedAt[registration.domain] = now }
        case .failure(.noGateway), .failure(.noGatewayData):
            let (readyAt, servedAt) = link.withLock { ($0.readyAt, $0.servedAt[registration.domain]) }
            // The connection may take messages a moment before it is noted here.
            let isNew = now - (readyAt ?? now) < Self.settling
            // An MQTT server that ends says so of all others first: their wills come before the connection is lost.
            let hadGateway = servedAt.map { now - $0 < Self.settling } ?? false
            if isNew || hadGateway { throw .notReady }
        case .failure: break
        }
        return try result.get()
    }
}
