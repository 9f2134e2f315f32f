import FleetModel
import KeyExchange
import Testing

@testable import KeyWorker

/// Messages from the kernel: such as it sends, and such as it never should.
struct NetlinkDecodingTests {
    private let address = LinkLocalAddress(interfaceID: 0x02aa_bbff_fecc_ddee)

    /// As the kernel would send it.
    private func message(_ writer: NetlinkWriter) throws -> NetlinkMessage {
        try #require(try NetlinkMessage.all(in: writer.message(sequence: 1)[...]).first)
    }

    /// A piece of a dump with one peer in it.
    private func piece(_ key: WireGuardKey, _ addresses: [LinkLocalAddress], seconds: Int64 = 0) -> NetlinkWriter {
        var writer = NetlinkWriter(type: 29, fixed: [0, 1, 0, 0])
        writer.attribute(1, UInt32(7))
        writer.attribute(3, [UInt8](repeating: 0xee, count: 32))
        writer.attribute(4, Site.key(200).bytes)
        writer.attribute(6, UInt16(40_000))
        writer.nest(8) { peers in
            peers.nest(0) { peer in
                peer.attribute(1, key.bytes)
                peer.attribute(6, NetlinkWriter.bytes(of: seconds) + NetlinkWriter.bytes(of: Int64(5)))
                peer.nest(9) { list in
                    for address in addresses {
                        list.nest(0) {
                            $0.attribute(1, UInt16(10))
                            $0.attribute(2, address.bytes)
                            $0.attribute(3, UInt8(128))
                        }
                    }
                }
            }
        }
        return writer
    }

    @Test func `a device is put together from pieces, and a peer that goes on in the next one`() throws {
        var reader = WireGuardDumpReader()
        try reader.read(message(piece(Site.key(1), [address], seconds: 1_700_000_000)))
        try reader.read(message(piece(Site.key(2), [address])))
        try reader.read(message(piece(Site.key(2), [.gluonGateway])))
        #expect(reader.device.publicKey == Site.key(200))
        #expect(reader.device.listenPort == 40_000)
        #expect(reader.device.peers.map(\.key) == [Site.key(1), Site.key(2)])
        #expect(reader.device.peers[0].lastHandshake == .seconds(1_700_000_000) + .nanoseconds(5))
        #expect(reader.device.peers[1].allowed == [.linkLocal(address), .linkLocal(.gluonGateway)])
    }

    @Test func `times that no clock tells are refused, the greatest are not`() throws {
        var reader = WireGuardDumpReader()
        try reader.read(message(piece(Site.key(1), [], seconds: .max)))
        #expect(throws: KernelError.self) { try reader.read(message(piece(Site.key(1), [], seconds: -1))) }
    }

    @Test func `routes of other tables, lengths and interfaces don't count`() throws {
        func read(_ change: (inout [UInt8]) -> Void) throws -> LinkLocalAddress? {
            var bytes = RouteMessages.adding(address, over: 7).message(sequence: 1)
            change(&bytes)
            return try RouteMessages.destination(in: NetlinkMessage.all(in: bytes[...])[0], over: 7)
        }
        #expect(try read { _ in } == address)
        #expect(try read { $0[20] = 255 } == nil)
        #expect(try read { $0[17] = 64 } == nil)
        #expect(try read { $0[52] = 8 } == nil)
        #expect(try read { $0[23] = 2 } == nil)
    }

    @Test func `only the all-zeros entry of the interface counts`() throws {
        func read(_ change: (inout [UInt8]) -> Void) throws -> ForwardingEntry? {
            var bytes = ForwardingMessages.adding(address, via: 7, on: 9).message(sequence: 1)
            change(&bytes)
            return try ForwardingMessages.entry(in: NetlinkMessage.all(in: bytes[...])[0], of: 9)
        }
        #expect(try read { _ in } == ForwardingEntry(destination: address, via: 7))
        #expect(try read { $0[20] = 8 } == nil)
        #expect(try read { $0[32] = 1 } == nil)
    }

    @Test func `an interface tells name, kind, port and whether it is up`() throws {
        var writer = NetlinkWriter(type: 16, fixed: [0, 0, 1, 0, 9, 0, 0, 0, 0x43, 0, 0, 0, 0, 0, 0, 0])
        writer.attribute(3, text: "vx-eins")
        writer.nest(18) { info in
            info.attribute(1, text: "vxlan")
            info.nest(2) { $0.attribute(15, [0x21, 0x18]) }
        }
        let link = try #require(try LinkMessages.interface(in: message(writer)))
        #expect(link.name == "vx-eins")
        #expect(link.interface == KernelInterface(index: 9, kind: "vxlan", isUp: true, vxlanPort: 8472))
    }

    @Test func `an error tells its number and the kernel's words, with the request or without`() throws {
        let text: [UInt8] = [10, 0, 1, 0] + Array("oh no".utf8) + [0, 0, 0]
        let code: [UInt8] = [0xed, 0xff, 0xff, 0xff]
        let request: [UInt8] = [20, 0, 0, 0] + [UInt8](repeating: 0, count: 12)
        let capped = NetlinkMessage(type: 2, flags: 0x300, sequence: 1, payload: (code + request + text)[...])
        #expect(try capped.refusal() == KernelError(code: 19, text: "oh no"))
        let whole = NetlinkMessage(
            type: 2,
            flags: 0x200,
            sequence: 1,
            payload: (code + request + [1, 2, 3, 4] + text)[...]
        )
        #expect(try whole.refusal() == KernelError(code: 19, text: "oh no"))
        let done = NetlinkMessage(type: 3, flags: 0x202, sequence: 1, payload: (code + text)[...])
        #expect(try done.refusal() == KernelError(code: 19, text: "oh no"))
        let fine = NetlinkMessage(type: 2, flags: 0, sequence: 1, payload: ([0, 0, 0, 0] + request)[...])
        #expect(try fine.refusal() == nil)
    }

    @Test(arguments: [Int32.min, 1, .max])
    func `an error that is none is refused`(code: Int32) {
        let message = NetlinkMessage(type: 2, flags: 0, sequence: 1, payload: NetlinkWriter.bytes(of: code)[...])
        #expect(throws: KernelError.self) { try message.refusal() }
    }

    @Test func `lengths that don't fit are errors`() {
        for length in [0, 3, 15, 17, 255] as [UInt8] {
            let header: [UInt8] = [length, 0, 0, 0] + [UInt8](repeating: 0, count: 12)
            #expect(throws: KernelError.self) { try NetlinkMessage.all(in: header[...]) }
        }
        for attribute in [[0, 0, 1, 0], [3, 0, 1, 0], [5, 0, 1, 0], [255, 255, 1, 0], [4, 0]] as [[UInt8]] {
            #expect(throws: KernelError.self) { try NetlinkAttribute.all(in: attribute[...]) }
        }
    }

    /// Each message cut at each length, and each of its bytes set to what may hurt: errors are fine, traps are not.
    @Test func `no message ends the worker`() {
        var link = NetlinkWriter(type: 16, fixed: [UInt8](repeating: 1, count: 16))
        link.nest(18) { info in
            info.attribute(1, text: "vxlan")
            info.nest(2) { $0.attribute(15, [0x21, 0x18]) }
        }
        let error: [UInt8] =
            [
                36, 0, 0, 0, 2, 0, 0, 3, 1, 0, 0, 0, 0, 0, 0, 0, 0xed, 0xff, 0xff, 0xff, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                0, 0, 0, 0, 0, 0,
            ]
        let messages = [
            piece(Site.key(1), [address], seconds: 5).message(sequence: 1),
            RouteMessages.adding(address, over: 7).message(sequence: 1),
            ForwardingMessages.adding(address, via: 7, on: 9).message(sequence: 1), link.message(sequence: 1), error,
        ]
        var refused = 0
        for message in messages {
            for position in message.indices {
                var cut = Array(message[..<position])
                if cut.count >= 4 { cut.replaceSubrange(0..<4, with: NetlinkWriter.bytes(of: UInt32(position))) }
                for bytes in [cut, Array(message[..<position])] where !readAll(bytes) { refused += 1 }
                for value in [0, 1, 0x7f, 0x80, 0xff] as [UInt8] {
                    var changed = message
                    changed[position] = value
                    if !readAll(changed) { refused += 1 }
                }
            }
        }
        #expect(refused > 100)
    }

    /// Reads bytes as each kind of message; whether none was refused.
    private func readAll(_ bytes: [UInt8]) -> Bool {
        do {
            for message in try NetlinkMessage.all(in: bytes[...]) {
                var reader = WireGuardDumpReader()
                _ = try message.refusal()
                try reader.read(message)
                _ = try RouteMessages.destination(in: message, over: 7)
                _ = try ForwardingMessages.entry(in: message, of: 9)
                _ = try LinkMessages.interface(in: message)
                _ = try LinkMessages.address(in: message, of: 1)
                _ = try WireGuardMessages.family(in: message)
            }
            return true
        } catch {
            return false
        }
    }
}
