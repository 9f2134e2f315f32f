package import FleetModel
package import KeyExchange

/// The nodes that a domain should have on this gateway, and whose everything else in the kernel is.
///
/// A value without any I/O: readings of the kernel come in, changes go out. A peer in the kernel is a node's, and ours to
/// manage, only if it has one allowed address, the one that follows from its key, and neither key nor address are a
/// gateway's. Everything else in the kernel is foreign and never touched.
package struct DomainLedger: Sendable {
    private struct Entry {
        var address: LinkLocalAddress
        var signs: SignsOfLife
    }

    package let domain: ExchangeDomain
    /// Nodes that may be added.
    private let limit: Int
    private var entries: [WireGuardKey: Entry] = [:]
    private var keys: [LinkLocalAddress: WireGuardKey] = [:]
    /// Nodes that are to leave the kernel, as long as it may hold something of them.
    private var leaving: [WireGuardKey: LinkLocalAddress] = [:]
    /// As of the last reading.
    private var own: WireGuardKey?
    private var foreign = DomainGateways()
    private var gateways = DomainGateways()
    private var readAt: Duration?

    package init(domain: ExchangeDomain, limit: Int) {
        self.domain = domain
        self.limit = limit
    }

    /// How many nodes there should be.
    package var count: Int { entries.count }
}

// MARK: Keys that are heard

extension DomainLedger {
    /// Takes a registered key.
    package mutating func admit(_ key: WireGuardKey, at moment: Moment) -> Admission {
        if entries[key] != nil {
            entries[key]?.signs.register(at: moment)
            return .known
        }
        let peer = NodePeer(key, in: domain.dialect)
        if let refusal = objection(to: peer) { return .refused(refusal) }
        guard entries.count < limit else { return .refused(.full) }
        enter(peer, at: moment)
        entries[key]?.signs.register(at: moment)
        return .new(peer)
    }

    private mutating func enter(_ peer: NodePeer, at moment: Moment) {
        entries[peer.key] = Entry(address: peer.address, signs: SignsOfLife(at: moment))
        keys[peer.address] = peer.key
        leaving[peer.key] = nil
    }

    /// Why a peer can't be a node's.
    private func objection(to peer: NodePeer) -> Refusal? {
        if peer.key == own { return .own }
        if gateways.keys.contains(peer.key) || foreign.keys.contains(peer.key) { return .gateway }
        let isTaken = keys[peer.address].map { $0 != peer.key } ?? false
        let isForeign = gateways.addresses.contains(peer.address) || foreign.addresses.contains(peer.address)
        let isOwn = own.map { LinkLocalAddress(of: $0, in: domain.dialect) == peer.address } ?? false
        return isTaken || isForeign || isOwn ? .collision : nil
    }

    /// Forgets a node without a trace, so that what is in the kernel stays as it is.
    private mutating func release(_ key: WireGuardKey) {
        if let entry = entries.removeValue(forKey: key) { keys[entry.address] = nil }
        leaving[key] = nil
    }
}

// MARK: What is in the kernel

extension DomainLedger {
    /// Compares what should be with what is, and takes up nodes' peers that are there already.
    package mutating func compare(
        _ reading: DomainReading,
        gateways: DomainGateways,
        at moment: Moment
    ) -> Comparison {
        var comparison = Comparison()
        own = reading.device.publicKey
        self.gateways = gateways
        foreign = DomainGateways()
        let present = read(reading.device.peers, into: &comparison, at: moment)
        releaseStrangers(into: &comparison)
        repair(reading, present: present, into: &comparison)
        clear(reading, present: present, into: &comparison)
        readAt = moment.sinceStart
        return comparison
    }

    /// Sorts the kernel's peers into nodes' and foreign ones, and returns the keys of nodes'.
    private mutating func read(
        _ peers: [WireGuardDevice.Peer],
        into comparison: inout Comparison,
        at moment: Moment
    ) -> Set<WireGuardKey> {
        var present: Set<WireGuardKey> = []
        present.reserveCapacity(peers.count)
        for peer in peers {
            // One of ours that something took its address from: it counts as missing.
            if peer.allowed.isEmpty, entries[peer.key] != nil { continue }
            guard let node = node(peer) else {
                foreign.add(peer)
                continue
            }
            present.insert(node.key)
            guard leaving[node.key] == nil else { continue }
            if entries[node.key] == nil {
                enter(node, at: moment)
                comparison.adopted += 1
            }
            entries[node.key]?.signs.observe(peer.lastHandshake, at: moment, previous: readAt)
        }
        return present
    }

    /// The node that a peer is; nil if it is foreign.
    private func node(_ peer: WireGuardDevice.Peer) -> NodePeer? {
        guard peer.allowed.count == 1, case .linkLocal(let address) = peer.allowed[0],
            !gateways.keys.contains(peer.key),
            !gateways.addresses.contains(address), address == self.address(of: peer.key)
        else { return nil }
        return NodePeer(key: peer.key, address: address)
    }

    /// What follows from a key, which is known already for most.
    private func address(of key: WireGuardKey) -> LinkLocalAddress {
        entries[key]?.address ?? leaving[key] ?? LinkLocalAddress(of: key, in: domain.dialect)
    }

    /// Lets go of nodes that turn out to be somebody else.
    private mutating func releaseStrangers(into comparison: inout Comparison) {
        for (key, entry) in entries {
            guard let refusal = objection(to: NodePeer(key: key, address: entry.address)) else { continue }
            comparison.released[key] = refusal
            release(key)
        }
        for key in leaving.keys where gateways.keys.contains(key) || foreign.keys.contains(key) { leaving[key] = nil }
    }

    private func repair(_ reading: DomainReading, present: Set<WireGuardKey>, into comparison: inout Comparison) {
        var peers: [NodePeer] = []
        var routes: [LinkLocalAddress] = []
        var entries: [LinkLocalAddress] = []
        for (key, entry) in self.entries {
            if !present.contains(key) { peers.append(NodePeer(key: key, address: entry.address)) }
            if !reading.routes.contains(entry.address) { routes.append(entry.address) }
            if !reading.forwards(entry.address) { entries.append(entry.address) }
        }
        let (wireGuard, vxlan) = (reading.interfaces.wireGuard, reading.interfaces.vxlan)
        comparison.missing = peers.count + routes.count + entries.count
        comparison.changes += peers.map { .setPeer($0, on: wireGuard) }
        comparison.changes += routes.map { .addRoute($0, over: wireGuard) }
        comparison.changes += entries.map { .addForwarding($0, via: wireGuard, on: vxlan) }
    }

    /// Takes out what is left of nodes that should be gone, and forgets those of which nothing is.
    private mutating func clear(
        _ reading: DomainReading,
        present: Set<WireGuardKey>,
        into comparison: inout Comparison
    ) {
        let rest = leaving.filter { key, address in
            // Another node or a gateway may have the address by now: then route and FDB entry are theirs.
            let isOthers = keys[address] != nil || gateways.addresses.contains(address)
            let hasTraces = reading.routes.contains(address) || reading.forwards(address)
            return present.contains(key) || (hasTraces && !isOthers && !foreign.addresses.contains(address))
        }
        leaving = rest
        let peers = rest.map { NodePeer(key: $0.key, address: $0.value) }
        comparison.changes += KernelChange.removing(peers, on: reading.interfaces)
    }
}

// MARK: What was heard of nodes

extension DomainLedger {
    /// Takes out nodes that were silent for so long, and returns them.
    package mutating func expire(after silence: Duration, at moment: Moment) -> [NodePeer] {
        remove(entries.filter { $0.value.signs.silence(at: moment) > silence })
    }

    /// Takes out all nodes, and returns them.
    package mutating func removeAll() -> [NodePeer] { remove(entries) }

    private mutating func remove(_ nodes: [WireGuardKey: Entry]) -> [NodePeer] {
        nodes.map { key, entry in
            entries[key] = nil
            keys[entry.address] = nil
            leaving[key] = entry.address
            return NodePeer(key: key, address: entry.address)
        }
    }

    /// Nodes with a handshake within a time.
    package func living(within time: Duration, at moment: Moment) -> [WireGuardKey] {
        entries.filter { $0.value.signs.hasHandshake(within: time, at: moment) }.map(\.key)
    }
}

extension DomainGateways {
    /// A peer that isn't a node's, with its link-local addresses.
    fileprivate mutating func add(_ peer: WireGuardDevice.Peer) {
        keys.insert(peer.key)
        for case .linkLocal(let address) in peer.allowed { addresses.insert(address) }
    }
}
