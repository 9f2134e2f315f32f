import FleetModel

/// What follows from a change of a broker's state.
enum BrokerEffect: Sendable, Hashable {
    /// The worker has to get its living keys again.
    case greet(worker: String)
    /// The worker is gone; nothing has to be told to it any more.
    case leave(worker: String)
    /// The history has to be kept on disk.
    case store(domain: String, key: WireGuardKey, KeyHistory)
    /// The history has to be told to other brokers.
    case share(domain: String, key: WireGuardKey, KeyHistory)
    /// The key has to be taken off the disk.
    case erase(domain: String, key: WireGuardKey)
    /// The key's retained message has to be taken away.
    case unshare(domain: String, key: WireGuardKey)
}
