/// A change that the kernel refused.
package struct KernelFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package var change: KernelChange
    package var error: KernelError

    package init(change: KernelChange, error: KernelError) {
        self.change = change
        self.error = error
    }

    package var description: String { "\(change): \(error)" }
}

extension KernelChange: CustomStringConvertible {
    package var description: String {
        switch self {
        case .setPeer(let peer, on: let index): "peer \(peer.key) with \(peer.address) on interface \(index)"
        case .removePeer(let key, on: let index): "no peer \(key) on interface \(index)"
        case .addRoute(let address, over: let index): "route to \(address) over interface \(index)"
        case .removeRoute(let address, over: let index): "no route to \(address) over interface \(index)"
        case .addForwarding(let address, via: let way, on: let index):
            "FDB entry of \(address) via \(way) on interface \(index)"
        case .removeForwarding(let address, via: let way, on: let index):
            "no FDB entry of \(address) via \(way) on interface \(index)"
        }
    }
}
