import Mesh
import Testing

/// Tables of 2012 to 2014, which old nodes still print.
struct OldBatctlTests {
    @Test func `old originators have one row, whose path is the best`() throws {
        let paths = try BatmanPath.all(in: Fixture.bytes("originators-2014.txt"))
        #expect(paths.map(\.originator.description) == ["02:00:00:00:00:31", "02:00:00:00:00:51"])
        #expect(paths.map(\.nextHop.description) == ["02:00:00:00:00:31", "02:00:00:00:00:31"])
        #expect(paths.map(\.quality) == [254, 225].map { .transmitQuality(TransmitQuality($0)) })
        #expect(paths.map(\.lastSeen) == [.milliseconds(350), .milliseconds(10_770)])
        #expect(paths.allSatisfy { $0.isBest })
    }

    @Test func `old gateways have title and columns in one line, and an arrow`() throws {
        let gateways = try BatmanGateway.all(in: Fixture.bytes("gateways-2014.txt"))
        #expect(gateways.map(\.originator.description) == ["02:00:00:00:00:05", "02:00:00:00:00:07"])
        #expect(gateways.map(\.isSelected) == [true, false])
        #expect(gateways.map(\.up.kilobitsPerSecond) == [96_000, 500])
    }

    @Test func `old clients of others have their flags last`() throws {
        let entries = try TranslationEntry.global(in: Fixture.bytes("global-2014.txt"))
        #expect(entries.map(\.isBest) == [true, false, true])
        #expect(entries.map(\.isWireless) == [false, true, false])
        #expect(entries.map(\.isTemporary) == [false, false, true])
        #expect(entries.map(\.vlan) == [nil, nil, 1])
        #expect(
            entries.map(\.originator?.description) == ["02:00:00:00:a0:03", "02:00:00:00:a0:04", "02:00:00:00:a0:04"]
        )
    }

    @Test func `old own clients have a sentence above`() throws {
        let entries = try TranslationEntry.local(in: Fixture.bytes("local-2014.txt"))
        #expect(entries.map(\.isOwn) == [true, false])
        #expect(entries.map(\.vlan) == [nil, 1])
        #expect(try TranslationEntry.local(in: Fixture.bytes("local-2012.txt")).map(\.isOwn) == [true, false])
    }
}
