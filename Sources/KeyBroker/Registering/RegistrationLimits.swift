import FleetModel
import KeyExchange

/// How often nodes may register.
struct RegistrationLimits: Sendable {
    private var addresses: TokenBuckets<IPAddress>
    private var domains: TokenBuckets<String>

    /// Addresses that are remembered; a bucket takes about 100 bytes.
    private static let addressCapacity = 65_536

    init(_ settings: BrokerSettings, domainCount: Int) {
        addresses = TokenBuckets(perMinute: settings.perAddress, capacity: Self.addressCapacity)
        domains = TokenBuckets(perMinute: settings.perDomain, capacity: domainCount)
    }

    /// Counts a registration.
    ///
    /// - Parameters:
    ///   - address: who asks.
    ///   - domain: one that is configured.
    ///   - now: on a clock that doesn't jump.
    /// - Returns: nil if it is within the limits.
    mutating func refusal(of address: IPAddress, in domain: String, now: Duration) -> Refusal? {
        if let seconds = addresses.take(address.household, now: now) { return .tooManyOfAddress(seconds: seconds) }
        return domains.take(domain, now: now).map { .tooManyOfDomain(seconds: $0) }
    }
}
