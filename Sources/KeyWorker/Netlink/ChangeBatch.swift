import CLibMnl
import Glibc

/// Consecutive changes that go to the kernel in one datagram.
struct ChangeBatch {
    /// What can go together.
    enum Kind: Hashable {
        case setPeers(on: UInt32)
        case removePeers(on: UInt32)
        /// Routes and FDB entries.
        case others

        init(_ change: KernelChange) {
            switch change {
            case .setPeer(_, on: let index): self = .setPeers(on: index)
            case .removePeer(_, on: let index): self = .removePeers(on: index)
            case .addRoute, .removeRoute, .addForwarding, .removeForwarding: self = .others
            }
        }

        /// How many, so that the answers fit into the receive buffer even if all are refused.
        var limit: Int { self == .others ? 512 : WireGuardMessages.peersAtOnce }
    }

    let kind: Kind
    let changes: ArraySlice<KernelChange>

    /// Changes in batches, in their order.
    static func batches(of changes: [KernelChange]) -> [ChangeBatch] {
        var batches: [ChangeBatch] = []
        var rest = changes[...]
        while let first = rest.first {
            let kind = Kind(first)
            let batch = rest.prefix(kind.limit).prefix { Kind($0) == kind }
            batches.append(ChangeBatch(kind: kind, changes: batch))
            rest = rest.dropFirst(batch.count)
        }
        return batches
    }

    func perform(with messages: WireGuardMessages) -> [KernelFailure] {
        do throws(KernelError) {
            return kind == .others ? try performOthers() : try performPeers(messages)
        } catch {
            return failures(error)
        }
    }

    private func performPeers(_ messages: WireGuardMessages) throws(KernelError) -> [KernelFailure] {
        var socket = try NetlinkSocket(NETLINK_GENERIC)
        guard let error = try socket.submit([messages.request(for: changes, kind)])[0] else { return [] }
        // The kernel stops at the first peer that it refuses, and doesn't tell which.
        guard changes.count > 1, error.code != ENODEV else { return failures(error) }
        return changes.indices.flatMap { index in
            ChangeBatch(kind: kind, changes: changes[index...index]).perform(with: messages)
        }
    }

    private func performOthers() throws(KernelError) -> [KernelFailure] {
        var socket = try NetlinkSocket(NETLINK_ROUTE)
        let refused = try socket.submit(changes.compactMap(Self.request))
        return zip(changes, 0...).compactMap { change, position in
            guard let error = refused[position], !change.isDone(despite: error.code) else { return nil }
            return KernelFailure(change: change, error: error)
        }
    }

    private func failures(_ error: KernelError) -> [KernelFailure] {
        changes.map { KernelFailure(change: $0, error: error) }
    }

    private static func request(for change: KernelChange) -> NetlinkWriter? {
        switch change {
        case .addRoute(let address, over: let index): RouteMessages.adding(address, over: index)
        case .removeRoute(let address, over: let index): RouteMessages.removing(address, over: index)
        case .addForwarding(let address, via: let way, on: let index):
            ForwardingMessages.adding(address, via: way, on: index)
        case .removeForwarding(let address, via: let way, on: let index):
            ForwardingMessages.removing(address, via: way, on: index)
        case .setPeer, .removePeer: nil
        }
    }
}

extension KernelChange {
    /// Whether an error only says that all is as wanted already.
    fileprivate func isDone(despite code: Int32) -> Bool {
        switch self {
        case .addRoute: code == EEXIST
        case .removeRoute: code == ESRCH
        case .removeForwarding: code == ENOENT
        case .setPeer, .removePeer, .addForwarding: false
        }
    }
}
