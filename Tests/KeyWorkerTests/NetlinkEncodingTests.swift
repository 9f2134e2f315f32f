import FleetModel
import KeyExchange
import Testing

@testable import KeyWorker

/// Messages to the kernel, against bytes put together by hand from the kernel's headers.
struct NetlinkEncodingTests {
    private let address = LinkLocalAddress(interfaceID: 0x02aa_bbff_fecc_ddee)
    private let addressBytes: [UInt8] = [0xfe, 0x80, 0, 0, 0, 0, 0, 0, 2, 0xaa, 0xbb, 0xff, 0xfe, 0xcc, 0xdd, 0xee]

    @Test func `a route is appended for proto static`() {
        let message = RouteMessages.adding(address, over: 7).message(sequence: 0x0102_0304, flags: 4)
        // nlmsghdr: RTM_NEWROUTE, REQUEST|ACK|CREATE|APPEND; rtmsg; RTA_DST; RTA_OIF
        let expected: [UInt8] =
            [56, 0, 0, 0, 24, 0, 0x05, 0x0c, 4, 3, 2, 1, 0, 0, 0, 0]
            + [10, 128, 0, 0, 254, 4, 0, 1, 0, 0, 0, 0]
            + [20, 0, 1, 0] + addressBytes + [8, 0, 4, 0, 7, 0, 0, 0]
        #expect(message == expected)
    }

    @Test func `an FDB entry is appended to the all-zeros one, with its way out`() {
        let message = ForwardingMessages.adding(address, via: 7, on: 0x0109).message(sequence: 1)
        // RTM_NEWNEIGH; ndmsg: PF_BRIDGE, PERMANENT|NOARP, SELF; NDA_LLADDR; NDA_DST; NDA_IFINDEX
        let expected: [UInt8] =
            [68, 0, 0, 0, 28, 0, 0x01, 0x0c, 1, 0, 0, 0, 0, 0, 0, 0]
            + [7, 0, 0, 0, 9, 1, 0, 0, 0xc0, 0, 2, 0]
            + [10, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0] + [20, 0, 1, 0] + addressBytes + [8, 0, 8, 0, 7, 0, 0, 0]
        #expect(message == expected)
    }

    @Test func `what is removed is named the same way`() {
        let route = RouteMessages.removing(address, over: 7).message(sequence: 1)
        #expect(route[4] == 25 && route[6...7] == [1, 0] && route.suffix(28).prefix(4) == [20, 0, 1, 0])
        let entry = ForwardingMessages.removing(address, via: 7, on: 9).message(sequence: 1)
        #expect(entry[4] == 29 && entry.suffix(8) == [8, 0, 8, 0, 7, 0, 0, 0])
    }

    @Test func `a peer is set with one allowed address in place of all others`() {
        let peer = NodePeer(key: Site.key(1), address: address)
        let messages = WireGuardMessages(family: 29)
        let message = messages.request(for: [.setPeer(peer, on: 7)], .setPeers(on: 7)).message(sequence: 1)
        // genlmsghdr: SET_DEVICE; IFINDEX; PEERS { 0 { PUBLIC_KEY, FLAGS, ALLOWEDIPS { 0 { FAMILY, IPADDR, CIDR_MASK } } } }
        var expected: [UInt8] = [124, 0, 0, 0, 29, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 8, 0, 1, 0, 7, 0, 0, 0]
        expected += [96, 0, 8, 0x80, 92, 0, 0, 0x80, 36, 0, 1, 0] + peer.key.bytes
        expected += [8, 0, 3, 0, 2, 0, 0, 0, 44, 0, 9, 0x80, 40, 0, 0, 0x80]
        expected += [6, 0, 1, 0, 10, 0, 0, 0, 20, 0, 2, 0] + addressBytes + [5, 0, 3, 0, 128, 0, 0, 0]
        #expect(message == expected)
    }

    @Test func `a peer is removed by its key`() {
        let message = WireGuardMessages(family: 29)
            .request(for: [.removePeer(Site.key(1), on: 7)], .removePeers(on: 7)).message(sequence: 1)
        #expect(Array(message.suffix(44)) == [36, 0, 1, 0] + Site.key(1).bytes + [8, 0, 3, 0, 1, 0, 0, 0])
    }

    @Test func `a message of as many peers as go together stays below what an attribute holds`() {
        let peers = (0..<WireGuardMessages.peersAtOnce).map {
            KernelChange.setPeer(NodePeer(key: Site.key($0), address: address), on: 7)
        }
        let message = WireGuardMessages(family: 29).request(for: peers, .setPeers(on: 7)).message(sequence: 1)
        #expect(message.count < 1 << 15)
    }

    @Test func `changes are batched in their order, by kind, interface and number`() {
        let peer = NodePeer(key: Site.key(1), address: address)
        let changes =
            [KernelChange](repeating: .setPeer(peer, on: 1), count: 300) + [.setPeer(peer, on: 2)]
            + [KernelChange](repeating: .addRoute(address, over: 1), count: 400)
            + [KernelChange](repeating: .addForwarding(address, via: 1, on: 2), count: 200)
            + [.removePeer(peer.key, on: 1)]
        let batches = ChangeBatch.batches(of: changes)
        #expect(batches.map(\.changes.count) == [256, 44, 1, 512, 88, 1])
        #expect(batches.flatMap(\.changes) == changes)
    }
}
