import KeyExchange

/// What a broker remembers of a key in one domain; times are seconds since 1970.
package struct KeyHistory: Sendable, Hashable {
    /// First and last registration.
    package var firstSeen: Int
    package var lastSeen: Int
    /// When a worker last had a handshake with it.
    package var lastAlive: Int?
    /// The gateway that the last registration was given; nil after one of version 1, whose answer names none.
    package var worker: String?

    package init(firstSeen: Int, lastSeen: Int, lastAlive: Int? = nil, worker: String? = nil) {
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.lastAlive = lastAlive
        self.worker = worker
    }

    /// What another broker says, with times that can't be in the future.
    init(_ known: KnownKey, now: Int) {
        lastSeen = min(max(known.lastSeen, 0), now)
        firstSeen = min(max(known.firstSeen, 0), lastSeen)
        worker = known.worker
    }

    /// The last sign of it, of whatever kind.
    package var lastSign: Int { max(lastSeen, lastAlive ?? 0) }

    /// For the other brokers.
    var known: KnownKey { KnownKey(firstSeen: firstSeen, lastSeen: lastSeen, worker: worker) }

    /// Both histories in one; the same whichever comes first, so that all brokers end with the same.
    func merged(with other: KeyHistory) -> KeyHistory {
        let later = (lastSeen, worker ?? "") < (other.lastSeen, other.worker ?? "") ? other : self
        return KeyHistory(
            firstSeen: min(firstSeen, other.firstSeen),
            lastSeen: later.lastSeen,
            lastAlive: [lastAlive, other.lastAlive].compactMap(\.self).max(),
            worker: later.worker
        )
    }
}
