import CLibMnl
import FleetModel
import Glibc
package import KeyExchange

/// The kernel of this machine.
package struct NetlinkKernel: Kernel {
    /// How often a list is asked for again that changed while it was told.
    private static let attempts = 10

    private let wireGuardMessages: WireGuardMessages

    /// - Throws: `KernelError`: `EPERM` without CAP_NET_ADMIN, `ENOENT` without WireGuard.
    package init() throws(KernelError) {
        var family: Int?
        var socket = try NetlinkSocket(NETLINK_GENERIC)
        do throws(KernelError) {
            try socket.ask(WireGuardMessages.familyRequest()) { message throws(KernelError) in
                family = try WireGuardMessages.family(in: message) ?? family
            }
        } catch let error where error.code == ENOENT {
            throw KernelError(code: ENOENT, text: "this kernel has no WireGuard")
        }
        guard let family else { throw .malformed("no number of WireGuard's family") }
        wireGuardMessages = WireGuardMessages(family: family)
        do throws(KernelError) {
            // Whoever may not ask for an interface hears so before the kernel sees that there is none.
            _ = try wireGuard(UInt32(Int32.max))
        } catch let error where error.code == EPERM {
            throw KernelError(code: EPERM, text: "CAP_NET_ADMIN is needed")
        } catch {
            // There is no such interface.
        }
    }

    package func interface(named name: String) throws(KernelError) -> KernelInterface? {
        var found: KernelInterface?
        var socket = try NetlinkSocket(NETLINK_ROUTE)
        do throws(KernelError) {
            try socket.ask(LinkMessages.asking(for: name)) { message throws(KernelError) in
                if let answer = try LinkMessages.interface(in: message), answer.name == name {
                    found = answer.interface
                }
            }
        } catch let error where error.code == ENODEV {
            return nil
        }
        guard let index = found?.index else { return nil }
        found?.addresses = try list(NETLINK_ROUTE, LinkMessages.listingAddresses(of: index), into: []) {
            message,
            addresses throws(KernelError) in
            if let address = try LinkMessages.address(in: message, of: index) { addresses.append(address) }
        }
        return found
    }

    package func wireGuard(_ index: UInt32) throws(KernelError) -> WireGuardDevice {
        try list(NETLINK_GENERIC, wireGuardMessages.deviceRequest(index), into: WireGuardDumpReader()) {
            message,
            reader throws(KernelError) in try reader.read(message)
        }.device
    }

    package func routes(over index: UInt32) throws(KernelError) -> Set<LinkLocalAddress> {
        try list(NETLINK_ROUTE, RouteMessages.listing(over: index), into: []) {
            message,
            routes throws(KernelError) in
            if let address = try RouteMessages.destination(in: message, over: index) { routes.insert(address) }
        }
    }

    package func forwarding(of index: UInt32) throws(KernelError) -> Set<ForwardingEntry> {
        try list(NETLINK_ROUTE, ForwardingMessages.listing(of: index), into: []) {
            message,
            entries throws(KernelError) in
            if let entry = try ForwardingMessages.entry(in: message, of: index) { entries.insert(entry) }
        }
    }

    package func perform(_ changes: [KernelChange]) -> [KernelFailure] {
        ChangeBatch.batches(of: changes).flatMap { $0.perform(with: wireGuardMessages) }
    }

    /// Lists something, from the start again if it changed meanwhile or its answers were lost.
    private func list<Result>(
        _ bus: Int32,
        _ request: NetlinkWriter,
        into empty: Result,
        _ read: (NetlinkMessage, inout Result) throws(KernelError) -> Void
    ) throws(KernelError) -> Result {
        var attempt = 1
        while true {
            var result = empty
            var socket = try NetlinkSocket(bus)
            do throws(KernelError) {
                try socket.dump(request) { message throws(KernelError) in try read(message, &result) }
                return result
            } catch let error where [EINTR, ENOBUFS].contains(error.code) && attempt < Self.attempts {
                attempt += 1
            }
        }
    }
}
