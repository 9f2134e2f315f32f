import FleetModel
import Mesh
import Testing

struct NodeAnswerTests {
    private func mac(_ text: String) throws -> MACAddress { try #require(MACAddress(text)) }

    @Test func `today's node tells its firmware, VPN and addresses`() throws {
        let info = try #require(try NodeAnswer(json: Fixture.bytes("respondd.json")).info)
        let expected = NodeInfo(
            nodeID: "02caffee0001",
            hostname: "O'Neill ☃",
            primaryAddress: try mac("02:ca:ff:ee:00:01"),
            addresses: try ["fe80::ca:ffff:feee:1", "fd62:f45c:4d09:101:ca:ffff:feee:1"].map {
                try #require(IPAddress($0))
            },
            meshInterfaces: NodeInfo.MeshInterfaces(
                wireless: [try mac("06:ca:ff:ee:00:02")],
                tunnel: [try mac("06:ca:ff:ee:00:07")],
                other: [try mac("06:ca:ff:ee:00:03")]
            ),
            model: "TP-Link Archer C7 v2",
            firmwareRelease: "v2023.9.1",
            firmwareBase: "gluon-v2023.2.2",
            autoupdater: NodeInfo.Autoupdater(branch: "stable", isEnabled: true),
            siteCode: "ffmuc",
            domainCode: "ffmuc_muc_nord",
            isFastdEnabled: false,
            isWireGuardEnabled: true,
            wireGuardKey: try WireGuardKey("g07U8evYdWK+XrfChxz8I2xGUWPjhApX8woaiKxsQTk=")
        )
        #expect(info == expected)
        #expect(info.isVPNEnabled == true)
    }

    @Test func `today's node tells its clients, gateway and tunnels`() throws {
        let statistics = try #require(try NodeAnswer(json: Fixture.bytes("respondd.json")).statistics)
        let expected = NodeStatistics(
            nodeID: "02caffee0001",
            uptime: .milliseconds(3_946_340),
            loadAverage: 0.07,
            clients: NodeStatistics.Clients(total: 7, wireless: 6),
            gateway: try mac("02:00:00:00:d0:01"),
            gatewayNextHop: try mac("0e:7b:0e:7f:7c:b3"),
            vpnPeers: [
                NodeStatistics.VPNPeer(group: "backbone", name: "gw04", established: .milliseconds(138_270_378)),
                NodeStatistics.VPNPeer(group: "backbone", name: "gw05", established: nil),
                NodeStatistics.VPNPeer(group: "backbone/south", name: "gw06", established: nil),
            ]
        )
        #expect(statistics == expected)
    }

    @Test func `today's node tells its neighbours by interface`() throws {
        let neighbours = try #require(try NodeAnswer(json: Fixture.bytes("respondd.json")).neighbours).neighbours
        #expect(neighbours.map(\.address.description).prefix(2) == ["06:ca:ff:ee:01:02", "06:ca:ff:ee:02:02"])
        let last = NodeNeighbours.Neighbour(
            interface: try mac("06:ca:ff:ee:00:07"),
            address: try mac("0e:7b:0e:7f:7c:b3"),
            quality: .transmitQuality(TransmitQuality(255)),
            lastSeen: .milliseconds(10)
        )
        #expect(neighbours.last == last)
    }

    @Test func `a node of 2015 writes lists for empty objects, and mesh interfaces of one kind`() throws {
        let answer = try NodeAnswer(json: Fixture.bytes("respondd-2015.json"))
        let info = try #require(answer.info)
        #expect(info.meshInterfaces.other.map(\.description) == ["06:ca:ff:ee:00:09", "06:ca:ff:ee:00:0a"])
        #expect(info.autoupdater == NodeInfo.Autoupdater(branch: "beta", isEnabled: false))
        #expect(info.isVPNEnabled == true)
        #expect(info.isWireGuardEnabled == nil)
        #expect(answer.statistics?.uptime == .seconds(800_359))
        #expect(answer.statistics?.vpnPeers == [])
        #expect(answer.neighbours?.neighbours == [])
    }

    @Test func `a datagram is inflated`() throws {
        #expect(
            try NodeAnswer(datagram: Fixture.bytes("respondd.deflate"))
                == NodeAnswer(json: Fixture.bytes("respondd.json"))
        )
    }

    @Test func `a datagram that becomes too long is refused`() throws {
        let error = #expect(throws: ReadingError.self) { try NodeAnswer(datagram: DeflateBomb.bytes[...]) }
        #expect(error?.kind == .tooLong)
    }

    @Test(arguments: [[], [0xff], [0x78, 0x9c, 0x03, 0x00], Array("{}".utf8)])
    func `a datagram that is not deflated is refused`(bytes: [UInt8]) {
        #expect(throws: ReadingError.self) { try NodeAnswer(datagram: bytes[...]) }
    }

    @Test func `bytes behind the deflated text are refused`() throws {
        let datagram = try Fixture.bytes("respondd.deflate") + [0]
        let error = #expect(throws: ReadingError.self) { try NodeAnswer(datagram: datagram) }
        #expect(error?.message == "1 bytes too many")
    }

    @Test(arguments: [
        ("{}", ""), (#"{"nodeinfo":{"node_id":"a"},"statistics":{"node_id":"b"}}"#, ""),
        (#"{"nodeinfo":{"node_id":"a b"}}"#, "/nodeinfo/node_id"),
        (#"{"nodeinfo":{"node_id":""}}"#, "/nodeinfo/node_id"),
        (#"{"nodeinfo":{"node_id":"a","network":{"mac":"x"}}}"#, "/nodeinfo/network/mac"),
        (#"{"nodeinfo":{"node_id":"a","network":{"addresses":["::1","x"]}}}"#, "/nodeinfo/network/addresses/1"),
        (#"{"statistics":{"node_id":"a","uptime":-1}}"#, "/statistics/uptime"),
        (#"{"statistics":{"node_id":"a","uptime":1e300}}"#, "/statistics/uptime"),
        (#"{"statistics":{"node_id":"a","clients":{"total":-1}}}"#, "/statistics/clients/total"),
        (#"{"neighbours":{"node_id":"a","batadv":{"x":{}}}}"#, "/neighbours/batadv/x"),
        (
            #"{"neighbours":{"node_id":"a","batadv":{"02:00:00:00:00:01":{"neighbours":{"y":{"tq":1}}}}}}"#,
            "/neighbours/batadv/02:00:00:00:00:01/y"
        ),
    ])
    func `what no node tells is refused with its place`(text: String, place: String) {
        let error = #expect(throws: ReadingError.self) { try NodeAnswer(json: text.output) }
        #expect(error?.place == place)
        #expect(error?.kind == .unreadable)
    }
}
