import Mesh
import Testing

/// What the lab's batctl 2023.0 printed, under both algorithms.
struct BatctlReadingTests {
    private func mac(_ text: String) throws -> MACAddress { try #require(MACAddress(text)) }

    private func kilobits(_ number: Int) -> Throughput { Throughput(kilobitsPerSecond: number) }

    @Test func `neighbours under BATMAN_V have throughputs in kbit per second`() throws {
        let neighbours = try BatmanNeighbour.all(in: Fixture.bytes("neighbours-v.json"))
        #expect(neighbours.count == 4)
        let first = BatmanNeighbour(
            address: try mac("06:df:aa:77:26:39"),
            interface: "fd-muc_nord",
            lastSeen: .milliseconds(8),
            throughput: kilobits(10_000)
        )
        #expect(neighbours.first == first)
        #expect(neighbours.last?.throughput == kilobits(999_900))
    }

    @Test func `neighbours under BATMAN_IV have none`() throws {
        let neighbours = try BatmanNeighbour.all(in: Fixture.bytes("neighbours-iv.json"))
        #expect(neighbours.count == 6)
        #expect(neighbours.allSatisfy { $0.throughput == nil })
        #expect(neighbours.first?.lastSeen == .milliseconds(127_420))
    }

    @Test(arguments: ["v", "iv"])
    func `the table of neighbours says what the JSON of a moment before said`(algorithm: String) throws {
        let json = try BatmanNeighbour.all(in: Fixture.bytes("neighbours-\(algorithm).json"))
        let table = try BatmanNeighbour.all(in: Fixture.bytes("neighbours-\(algorithm).txt"))
        #expect(table.map(\.address) == json.map(\.address))
        #expect(table.map(\.interface) == json.map(\.interface))
        #expect(table.map(\.throughput) == json.map(\.throughput))
        let first = try #require(zip(table, json).first { _, _ in true })
        #expect(abs((first.0.lastSeen - first.1.lastSeen) / .seconds(1)) < 1)
    }

    @Test func `paths under BATMAN_V are judged by throughput, and one of each originator is best`() throws {
        let paths = try BatmanPath.all(in: Fixture.bytes("originators-v.json"))
        #expect(paths.count == 9)
        let first = BatmanPath(
            originator: try mac("02:00:00:00:d0:02"),
            nextHop: try mac("9e:46:cd:61:18:42"),
            interface: "vx-muc_nord",
            lastSeen: .milliseconds(368),
            quality: .throughput(kilobits(999_900)),
            isBest: true
        )
        #expect(paths.first == first)
        #expect(paths[1].isBest == false)
        #expect(Dictionary(grouping: paths, by: \.originator).values.allSatisfy { $0.count(where: \.isBest) == 1 })
    }

    @Test(arguments: ["v", "iv"])
    func `the table of originators says what the JSON of a moment before said`(algorithm: String) throws {
        let json = try BatmanPath.all(in: Fixture.bytes("originators-\(algorithm).json"))
        let table = try BatmanPath.all(in: Fixture.bytes("originators-\(algorithm).txt"))
        let key = { (path: BatmanPath) in [path.originator, path.nextHop].map(\.description) + [path.interface] }
        #expect(!table.isEmpty)
        #expect(Set(table.map(key)) == Set(json.map(key)))
        #expect(table.count(where: \.isBest) == json.count(where: \.isBest))
        let isThroughput = { (path: BatmanPath) in if case .throughput = path.quality { true } else { false } }
        #expect(table.allSatisfy { isThroughput($0) == (algorithm == "v") })
    }

    @Test func `gateways under BATMAN_V are in hundreds of kbit per second in JSON, and in Mbit in the table`() throws {
        let json = try BatmanGateway.all(in: Fixture.bytes("gateways-v.json"))
        let first = BatmanGateway(
            originator: try mac("02:00:00:00:d0:01"),
            router: try mac("ae:03:72:a3:41:d4"),
            interface: "fastd-vpn",
            isSelected: true,
            quality: .throughput(kilobits(10_000)),
            down: kilobits(1_000_000),
            up: kilobits(200_000)
        )
        #expect(json.first == first)
        #expect(json.count == 2)
        #expect(json[1].isSelected == false)
        #expect(try BatmanGateway.all(in: Fixture.bytes("gateways-v.txt")) == json)
    }

    @Test func `gateways under BATMAN_IV have a transmit quality`() throws {
        let json = try BatmanGateway.all(in: Fixture.bytes("gateways-iv.json"))
        #expect(json.map(\.quality) == [3, 213].map { .transmitQuality(TransmitQuality($0)) })
        #expect(json.map(\.isSelected) == [false, true])
        let table = try BatmanGateway.all(in: Fixture.bytes("gateways-iv.txt"))
        #expect(table.map(\.quality) == [3, 217].map { .transmitQuality(TransmitQuality($0)) })
        #expect(table.map(\.isSelected) == [false, true])
        #expect(table.map(\.down) == json.map(\.down))
    }

    @Test func `the mesh's settings have its algorithm, mode and intervals`() throws {
        let mesh = try BatmanMesh(reading: Fixture.bytes("mesh-v.json"))
        let expected = BatmanMesh(
            version: "2022.3",
            algorithm: .batmanV,
            interface: "bat-muc_nord",
            address: try mac("9e:8b:fe:02:ee:3c"),
            primaryInterface: "dummy-muc_nord",
            primaryAddress: try mac("02:00:00:00:d0:01"),
            gatewayMode: .server,
            gatewayDown: kilobits(1_000_000),
            gatewayUp: kilobits(200_000),
            originatorInterval: .seconds(5),
            hopPenalty: 250,
            bridgeLoopAvoidance: true,
            distributedARPTable: true,
            fragmentation: true,
            bonding: false,
            isolation: false
        )
        #expect(mesh == expected)
        #expect(try BatmanMesh(reading: Fixture.bytes("mesh-iv.json")).algorithm == .batmanIV)
    }

    @Test func `an override is in hundreds of kbit per second in JSON, in Mbit as text, and none if 0`() throws {
        let interfaces = try BatmanHardInterface.all(in: Fixture.bytes("hard-interfaces.json"))
        #expect(interfaces.map(\.name) == ["dummy-muc_nord", "fd-muc_nord", "vx-muc_nord"])
        #expect(interfaces.map(\.throughputOverride) == [nil, nil, kilobits(1_000_000)])
        #expect(interfaces.allSatisfy { $0.isActive && $0.elpInterval == .milliseconds(500) && $0.hopPenalty == 0 })
        #expect(try BatmanHardInterface(reading: Fixture.bytes("hard-interface.json")) == interfaces[2])
        #expect(try Throughput.override(reading: Fixture.bytes("override.txt")) == kilobits(1_000_000))
        #expect(try Throughput.override(reading: "0.0 MBit\n".output) == nil)
        #expect(try Throughput.override(reading: "0.1 MBit\n".output) == kilobits(100))
    }

    @Test func `the lines of interfaces tell which are active`() throws {
        #expect(try BatmanHardInterface.all(in: Fixture.bytes("hard-interfaces.txt")).count(where: \.isActive) == 3)
        let interfaces = try BatmanHardInterface.all(in: "wg: inactive\nvx: active\nx: not in use\n".output)
        #expect(interfaces.map(\.isActive) == [false, true, false])
    }

    @Test func `clients of others are behind an originator`() throws {
        let json = try TranslationEntry.global(in: Fixture.bytes("global.json"))
        let table = try TranslationEntry.global(in: Fixture.bytes("global.txt"))
        #expect(json.count == 15)
        #expect(Set(table) == Set(json))
        #expect(json.count { $0.vlan == 1 } == 5)
        let first = TranslationEntry(
            client: try mac("02:00:00:00:c0:03"),
            originator: try mac("02:00:00:00:a0:03")
        )
        #expect(json.first == first)
    }

    @Test func `own clients have no originator, and own addresses never get old`() throws {
        let json = try TranslationEntry.local(in: Fixture.bytes("local.json"))
        #expect(json.map(\.isOwn) == [true, true, false])
        #expect(json.map(\.vlan) == [1, nil, nil])
        #expect(json.allSatisfy { $0.originator == nil })
        let table = try TranslationEntry.local(in: Fixture.bytes("local.txt"))
        #expect(table.map(\.isOwn) == [true, true, false, false])
        #expect(table.map(\.isWireless) == [false, false, true, false])
        #expect(table.map(\.isRoaming) == [false, false, false, true])
        #expect(table.map(\.isMulticast) == [false, false, false, true])
    }

    @Test func `versions of the program and the module are told apart`() throws {
        let version = try BatctlVersion(reading: Fixture.bytes("version.txt"))
        #expect(version == BatctlVersion(program: "debian-2023.0-1", module: "2022.3"))
        let without = try BatctlVersion(reading: "batctl 2021.0 [batman-adv: module not loaded]\n".output)
        #expect(without == BatctlVersion(program: "2021.0", module: nil))
    }

    @Test func `routing algorithms are listed by interface`() throws {
        let algorithms = try RoutingAlgorithms(reading: Fixture.bytes("algorithms.txt"))
        let expected = RoutingAlgorithms(
            active: ["bat-nord": .batmanV, "bat-sued": .batmanIV],
            selected: .batmanIV,
            available: [.batmanIV, .batmanV]
        )
        #expect(algorithms == expected)
    }

    @Test(arguments: [
        ("off\n", GatewaySettings(mode: .off)),
        ("client (selection class: 20)\n", GatewaySettings(mode: .client)),
        ("client (selection class: 5.0 MBit)\n", GatewaySettings(mode: .client)),
        (
            "server (announced bw: 10.0/2.5 MBit)\n",
            GatewaySettings(
                mode: .server,
                down: Throughput(kilobitsPerSecond: 10_000),
                up: Throughput(kilobitsPerSecond: 2500)
            )
        ),
    ])
    func `a gateway mode is read from its line`(text: String, settings: GatewaySettings) throws {
        #expect(try GatewaySettings(reading: text.output) == settings)
    }

    @Test func `no clients, no originators and no gateways are empty lists`() throws {
        #expect(try BatmanPath.all(in: "[\n]\n".output).isEmpty)
        #expect(try BatmanGateway.all(in: "[]".output).isEmpty)
        let title = "[B.A.T.M.A.N. adv 2014.3.0, MainIF/MAC: eth0/02:00:00:00:00:21 (bat0 BATMAN_IV)]\n"
        let columns = "  Originator      last-seen (#/255)           Nexthop [outgoingIF]:   Potential nexthops ...\n"
        #expect(try BatmanPath.all(in: (title + columns).output).isEmpty)
        #expect(try BatmanPath.all(in: (title + columns + "No batman nodes in range ...\n").output).isEmpty)
    }
}
