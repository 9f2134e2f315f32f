/// Why a broker doesn't take a registration.
package enum Refusal: Error, Sendable, Hashable {
    /// What is wrong with the body.
    case malformed(String)
    case tooLarge(limit: Int)
    case unknownDomain
    /// By the list of denied keys, or missing on the list of allowed ones.
    case denied
    /// Seconds until the next one.
    case tooManyOfAddress(seconds: Int)
    case tooManyOfDomain(seconds: Int)
    case gatewayKey
    case collision
    case notReady
    case noGateway
    case noGatewayData

    /// HTTP status.
    package var status: Int {
        switch self {
        case .malformed, .unknownDomain, .noGateway: 400
        // Nothing is wrong with the request itself; wgkex knows no such refusals.
        case .denied: 403
        case .gatewayKey, .collision: 409
        case .tooLarge: 413
        case .tooManyOfAddress, .tooManyOfDomain: 429
        case .noGatewayData: 500
        case .notReady: 503
        }
    }

    /// For the node's log; holds nothing of the request.
    package var message: String {
        switch self {
        case .malformed(let problem): "the body is not valid: \(problem)"
        case .tooLarge(let limit): "the body is larger than \(limit) bytes"
        case .unknownDomain: "unknown domain"
        case .denied: "this key may not register"
        case .tooManyOfAddress: "too many registrations from this address, please try again later"
        case .tooManyOfDomain: "too many registrations in this domain, please try again later"
        case .gatewayKey: "this is a gateway's key"
        case .collision: "the link-local address of this key is in use"
        case .notReady: "the key can't be passed on at the moment, please try again later"
        // In wgkex's words.
        case .noGateway: "no gateway online for this domain, please check the domain value and try again later"
        case .noGatewayData: "the chosen gateway has not said how to reach it, please try again later"
        }
    }

    /// `Retry-After`, in seconds.
    package var retryAfter: Int? {
        switch self {
        case .tooManyOfAddress(let seconds), .tooManyOfDomain(let seconds): seconds
        // The connection to the MQTT server comes back within a second of the server.
        case .notReady: 2
        default: nil
        }
    }

    /// In metrics and logs.
    package var label: String {
        switch self {
        case .malformed: "malformed"
        case .tooLarge: "too_large"
        case .unknownDomain: "unknown_domain"
        case .denied: "denied"
        case .tooManyOfAddress: "address_limit"
        case .tooManyOfDomain: "domain_limit"
        case .gatewayKey: "gateway_key"
        case .collision: "collision"
        case .notReady: "not_ready"
        case .noGateway: "no_gateway"
        case .noGatewayData: "no_gateway_data"
        }
    }

    /// All labels, so that metrics are there before the first refusal.
    package static let labels = [
        Refusal.malformed(""), .tooLarge(limit: 0), .unknownDomain, .denied, .tooManyOfAddress(seconds: 0),
        .tooManyOfDomain(seconds: 0), .gatewayKey, .collision, .notReady, .noGateway, .noGatewayData,
    ].map(\.label)
}
