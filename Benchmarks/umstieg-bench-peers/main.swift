import FleetModel
import Glibc
import KeyExchange
import KeyWorker

// Puts peers with route and FDB entry into the kernel and takes them out again, as a worker does, and says how long each
// took: "added SECONDS", "read SECONDS COUNT", "removed SECONDS".
//
// usage: umstieg-bench-peers WIREGUARD VXLAN COUNT

func fail(_ reason: String, status: Int32 = 1) -> Never {
    let line = Array("\(reason)\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
    exit(status)
}

func seconds(_ body: () -> Void) -> Double { ContinuousClock().measure(body) / .seconds(1) }

let arguments = CommandLine.arguments
guard arguments.count == 4, let count = Int(arguments[3]), (1...1_000_000).contains(count) else {
    fail("usage: umstieg-bench-peers WIREGUARD VXLAN COUNT", status: 64)
}
do {
    let kernel = try NetlinkKernel()
    guard let wireGuard = try kernel.interface(named: arguments[1]),
        let vxlan = try kernel.interface(named: arguments[2])
    else { fail("no such interfaces") }
    let interfaces = DomainInterfaces(wireGuard: wireGuard.index, vxlan: vxlan.index)
    let peers = (0..<count).map { number in
        let bytes = (0..<32).map { UInt8(truncatingIfNeeded: $0 < 8 ? number >> (8 * $0) : 7 * $0) }
        return NodePeer(WireGuardKey(bytes: bytes), in: .ffmuc)
    }
    func perform(_ changes: [KernelChange]) {
        if let failure = kernel.perform(changes).first { fail("\(failure)") }
    }
    print("added", seconds { perform(KernelChange.adding(peers, on: interfaces)) })
    var read = 0
    let reading = seconds {
        do {
            read = try kernel.wireGuard(wireGuard.index).peers.count
            guard try kernel.routes(over: wireGuard.index).count >= count,
                try kernel.forwarding(of: vxlan.index).count == count
            else { fail("not all routes and FDB entries are there") }
        } catch { fail("\(error)") }
    }
    print("read", reading, read)
    print("removed", seconds { perform(KernelChange.removing(peers, on: interfaces)) })
    guard try kernel.wireGuard(wireGuard.index).peers.isEmpty, try kernel.forwarding(of: vxlan.index).isEmpty else {
        fail("not all is gone")
    }
} catch {
    fail("\(error)")
}
