import KeyExchange

/// Why a key doesn't become a peer.
package enum Refusal: Sendable, Hashable, CaseIterable {
    case own
    case gateway
    case collision
    case full

    package var description: String {
        switch self {
        case .own: "it is this gateway's own"
        case .gateway: "a gateway has it"
        case .collision: "its link-local address is another peer's or a gateway's"
        case .full: "the domain has as many peers as it may have"
        }
    }
}

extension WorkerCounters {
    mutating func count(_ refusal: Refusal) {
        switch refusal {
        case .own: refusedOwn += 1
        case .gateway: refusedGateway += 1
        case .collision: refusedCollision += 1
        case .full: refusedFull += 1
        }
    }
}
