import Glibc
import KeyExchange
import Testing

@testable import KeyWorker

/// What of the kernel's side can be asked on any Linux, without rights.
struct NetlinkSocketTests {
    @Test func `the loopback interface is found, others are not`() throws {
        var found: (name: String, interface: KernelInterface)?
        var socket = try NetlinkSocket(0)
        try socket.ask(LinkMessages.asking(for: "lo")) { message throws(KernelError) in
            found = try LinkMessages.interface(in: message)
        }
        #expect(found?.name == "lo")
        #expect(found?.interface.index == 1)
        let error = #expect(throws: KernelError.self) {
            try socket.ask(LinkMessages.asking(for: "no-such-thing")) { _ throws(KernelError) in }
        }
        #expect(error?.code == ENODEV)
    }

    @Test func `a list ends, and the next question is answered`() throws {
        var socket = try NetlinkSocket(0)
        for _ in 0..<3 {
            try socket.dump(RouteMessages.listing(over: 1)) { message throws(KernelError) in
                _ = try RouteMessages.destination(in: message, over: 1)
            }
        }
    }

    @Test func `each failure of a batch is told by its position`() throws {
        var socket = try NetlinkSocket(0)
        // Interfaces that don't exist; whoever may not ask gets an error for each as well.
        let failures = try socket.submit((0..<5).map { RouteMessages.removing(.gluonGateway, over: 1_000_000 + $0) })
        #expect(failures.keys.sorted() == [0, 1, 2, 3, 4])
        #expect(try socket.submit([NetlinkWriter]()).isEmpty)
    }
}
