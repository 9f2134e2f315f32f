import FleetModel
import Mesh
import Testing

struct VPNReadingTests {
    @Test func `WireGuard's dump becomes an interface with its peers`() throws {
        let interfaces = try WireGuardInterface.all(in: Fixture.bytes("wireguard.txt"))
        let interface = try #require(interfaces.first)
        #expect(interfaces.count == 1)
        #expect(interface.name == "wg-muc_nord")
        #expect(interface.publicKey?.base64 == "g07U8evYdWK+XrfChxz8I2xGUWPjhApX8woaiKxsQTk=")
        #expect(interface.listenPort == 40_001)
        #expect(interface.peers.count == 12)
        let first = WireGuardPeer(
            publicKey: try WireGuardKey("LSwaJz2j9PxxaiTGeDYqK6vkhzz0oFtI8Ds1jZwfBlM="),
            endpoint: "10.99.0.2:40001",
            allowedIPs: [try #require(AddressPrefix("fe80::242:edff:fe0b:83bb/128"))],
            latestHandshake: 1_795_345_549,
            received: 628_540,
            sent: 728_232
        )
        #expect(interface.peers.first == first)
        #expect(interface.peers.last?.endpoint == nil)
        #expect(interface.peers.last?.latestHandshake == nil)
    }

    @Test func `no secret is in the values`() throws {
        let bytes = try Fixture.bytes("wireguard.txt")
        let secrets = try secrets(of: bytes)
        #expect(secrets.count == 4)
        var text = ""
        dump(try WireGuardInterface.all(in: bytes), to: &text)
        #expect(text.contains("LSwaJz2j9PxxaiTGeDYqK6vkhzz0oFtI8Ds1jZwfBlM="))
        #expect(secrets.allSatisfy { !text.contains($0) })
    }

    @Test func `no secret is in an error, wherever a line is broken`() throws {
        let bytes = try Fixture.bytes("wireguard.txt")
        let parts = try secrets(of: bytes).map { $0.prefix(12) }
        var errors = 0
        for place in bytes.indices.prefix(700) {
            for broken in [bytes[..<place] + bytes[(place + 1)...], bytes[..<place] + [9] + bytes[place...]] {
                guard let error = failure(reading: broken) else { continue }
                errors += 1
                #expect(parts.allSatisfy { !"\(error)".contains($0) }, "\(error)")
            }
        }
        #expect(errors > 300)
    }

    /// The error, if it can't be read.
    private func failure(reading bytes: ToolOutput) -> ReadingError? {
        do throws(ReadingError) {
            _ = try WireGuardInterface.all(in: bytes)
            return nil
        } catch {
            return error
        }
    }

    private func secrets(of bytes: ToolOutput) throws -> [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            let columns = line.split(separator: "\t")
            let secret = columns.count == 5 ? columns[1] : columns[2]
            return secret == "(none)" ? nil : String(secret)
        }
    }

    @Test(arguments: [
        ("wg\t(none)\t(none)\t0\toff\n", nil as UInt16?), ("wg\t(none)\t(none)\t51820\t0xca6c\n", 51_820),
    ])
    func `an interface may lack key, port and peers`(text: String, port: UInt16?) throws {
        let interface = try #require(try WireGuardInterface.all(in: text.output).first)
        #expect(interface.publicKey == nil)
        #expect(interface.listenPort == port)
        #expect(interface.peers.isEmpty)
    }

    @Test func `endpoints may be of IPv6 and have a zone`() throws {
        let peer = "wg\tLSwaJz2j9PxxaiTGeDYqK6vkhzz0oFtI8Ds1jZwfBlM=\t(none)\t[fe80::1%eth0]:1\t(none)\t0\t0\t0\t25\n"
        let interfaces = try WireGuardInterface.all(in: ("wg\t(none)\t(none)\t0\toff\n" + peer).output)
        #expect(interfaces.first?.peers.first?.endpoint == "[fe80::1%eth0]:1")
        #expect(interfaces.first?.peers.first?.allowedIPs == [])
    }

    @Test func `fastd's peers are in the order of their keys, connected or not`() throws {
        let status = try FastdStatus(reading: Fixture.bytes("fastd.json"))
        #expect(status.uptime == .milliseconds(183_306))
        #expect(status.interface == "fd-muc_nord")
        #expect(status.peers.map(\.name) == ["gw2", nil, "node2", "node1"])
        #expect(status.peers.map(\.isConnected) == [true, true, false, true])
        let last = FastdPeer(
            key: "d404fb842d7071d661f1fd1521f3125752bc1559a488d2283d9b19369e5b8afd",
            name: "node1",
            address: "10.99.0.101:42841",
            connection: FastdConnection(
                established: .milliseconds(171_183),
                method: "salsa2012+umac",
                addresses: [try #require(MACAddress("a6:9e:44:81:02:59"))]
            )
        )
        #expect(status.peers.last == last)
    }

    @Test func `names of fastd's peers are kept as they are, even if they are hostile`() throws {
        let key = String(repeating: "0f", count: 32)
        let name = #"\u001b[2J\n`id`; \"$(id)\" \ud83d\udca9"#
        let text = #"{"uptime": 1, "peers": {"\#(key.uppercased())": {"name": "\#(name)", "connection": null}}}"#
        let peer = try #require(try FastdStatus(reading: text.output).peers.first)
        #expect(peer.key == key)
        #expect(peer.name == "\u{1b}[2J\n`id`; \"$(id)\" 💩")
    }

    @Test func `a peer's own interface and addresses outside of its connection are read, too`() throws {
        let key = String(repeating: "0f", count: 32)
        let connection = #"{"established": 5, "method": null}"#
        let text =
            #"{"uptime": 1, "interface": null, "peers": {"\#(key)": {"interface": "f1", "connection": \#(connection), "#
            + #""mac_addresses": ["02:00:00:00:00:01"]}}}"#
        let peer = try #require(try FastdStatus(reading: text.output).peers.first)
        #expect(peer.interface == "f1")
        #expect(peer.connection?.addresses.map(\.description) == ["02:00:00:00:00:01"])
    }
}
