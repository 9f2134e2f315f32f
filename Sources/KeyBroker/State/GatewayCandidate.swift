package import FleetModel
import KeyExchange

/// A gateway that a node could be sent to, and the rule by which one is chosen.
package struct GatewayCandidate: Sendable, Hashable {
    package var worker: String
    /// Its share of the domain's nodes, relative to the others' weights.
    package var weight: Int
    /// Nodes that it has, or will have once those that were sent there have come.
    package var peers: Int

    package init(worker: String, weight: Int, peers: Int) {
        self.worker = worker
        self.weight = weight
        self.peers = peers
    }
}

extension GatewayCandidate {
    /// The gateway with the most peers missing to its share.
    ///
    /// As in wgkex a gateway's share is its weight among all weights, of all peers. There, peers of all domains and
    /// weights of all configured workers go into it, so a dead gateway keeps its share and the living ones' targets are
    /// too low, unequally so where weights differ. Here both are those of the domain and of the gateways that can be
    /// chosen.
    ///
    /// - Parameters:
    ///   - candidates: those that are up.
    ///   - key: decides between equals, so that all brokers choose the same one, and no gateway gets all.
    ///   - avoided: where the node didn't get through; chosen only if there is no other.
    /// - Returns: nil if there is no candidate.
    package static func best(
        of candidates: [GatewayCandidate],
        for key: WireGuardKey,
        avoiding avoided: String? = nil
    ) -> GatewayCandidate? {
        let weighty = candidates.filter { $0.weight > 0 }
        // Weight 0 is for gateways that are to run empty; a node with no other choice is better off there than nowhere.
        let possible =
            weighty.isEmpty
            ? candidates.map { GatewayCandidate(worker: $0.worker, weight: 1, peers: $0.peers) } : weighty
        let others = possible.filter { $0.worker != avoided }
        let ranked = others.isEmpty ? possible : others
        // Of those that can be chosen, the avoided one among them: what a node may not use still has its share.
        let peers = possible.reduce(0) { $0 + $1.peers }
        let weights = possible.reduce(0) { $0 + $1.weight }
        let rank = { (candidate: GatewayCandidate) in
            // The difference to the share, times all weights: whole numbers compare exactly.
            (candidate.peers * weights - candidate.weight * peers, candidate.affinity(to: key), candidate.worker)
        }
        return ranked.map { (rank: rank($0), candidate: $0) }.min { $0.rank < $1.rank }?.candidate
    }

    /// Rendezvous hashing: FNV-1a of both names, whose bits are then mixed as in SplitMix64.
    ///
    /// Swift's own hashes differ from process to process.
    private func affinity(to key: WireGuardKey) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in [Array(key.base64.utf8), Array(worker.utf8)].joined() {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        hash = (hash ^ hash >> 30) &* 0xbf58_476d_1ce4_e5b9
        hash = (hash ^ hash >> 27) &* 0x94d0_49bb_1331_11eb
        return hash ^ hash >> 31
    }
}
