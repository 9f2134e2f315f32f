import CLibMnl
@preconcurrency import Dispatch
import Glibc
import KeyExchange

/// Tells when an interface that a domain may have came, went or changed.
package final class LinkMonitor: Sendable {
    private let source: any DispatchSourceRead

    /// - Parameter onChange: called on a queue of its own, once for what comes together.
    /// - Throws: `KernelError` if the kernel doesn't give a socket.
    package init(onChange: @escaping @Sendable () -> Void) throws(KernelError) {
        let notices = try LinkNotices()
        source = DispatchSource.makeReadSource(
            fileDescriptor: notices.descriptor,
            queue: DispatchQueue(label: "interfaces")
        )
        source.setEventHandler { if notices.areNews() { onChange() } }
        source.activate()
    }

    deinit { source.cancel() }
}

/// The socket that rtnetlink's notices of interfaces come by.
private final class LinkNotices: Sendable {
    private let socket: NetlinkSocket

    init() throws(KernelError) {
        socket = try NetlinkSocket(NETLINK_ROUTE, groups: UInt32(RTMGRP_LINK), isBlocking: false)
    }

    var descriptor: Int32 { socket.descriptor }

    /// Reads what is there, and tells whether it is about interfaces of domains.
    func areNews() -> Bool {
        var areNews = false
        while true {
            do throws(KernelError) {
                for message in try socket.receive() {
                    if let link = try LinkMessages.interface(in: message) {
                        areNews = areNews || ExchangeDomain.mayHave(interface: link.name)
                    }
                }
            } catch let error where error.code == EAGAIN {
                return areNews
            } catch {
                // Lost or unreadable notices may have been about one. What stays broken is not read on.
                return true
            }
        }
    }
}
