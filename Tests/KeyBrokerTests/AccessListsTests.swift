import KeyExchange
import Testing
import UmstiegTesting

@testable import KeyBroker

/// Lists of keys in files.
struct AccessListsTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory() }

    private func lists(_ change: (inout BrokerSettings) -> Void) throws(SettingsError) -> AccessLists {
        try AccessLists(Fixture.settings { change(&$0) })
    }

    @Test func `without lists everybody may`() throws {
        let lists = try lists { _ in }
        #expect(lists.permits(Fixture.key(1)))
        #expect(lists.preload == [:])
    }

    @Test func `denied wins over allowed`() throws {
        let allow = try directory.write("# ours\n\(Fixture.key(1)) # n1\r\n\n\(Fixture.key(2))\n", to: "allow")
        let deny = try directory.write("\(Fixture.key(2))", to: "deny")
        let lists = try lists {
            $0.allow = allow
            $0.deny = deny
        }
        #expect([1, 2, 3].map { lists.permits(Fixture.key($0)) } == [true, false, false])
    }

    @Test func `a bad line is told with file and line`() throws {
        let path = try directory.write("\(Fixture.key(1))\nnonsense\n", to: "list")
        let preload = try directory.write("ffmuc_nord \(Fixture.key(1))\nffmuc_west \(Fixture.key(2))\n", to: "preload")
        for change in [{ $0.allow = path }, { $0.deny = path }, { $0.preload = preload }]
            as [(inout BrokerSettings) -> Void]
        {
            let error = #expect(throws: SettingsError.self) { try lists(change) }
            #expect(error?.path == "line 2")
            #expect([path, preload].contains(error?.file))
        }
        let missing = #expect(throws: SettingsError.self) { try lists { $0.deny = "/nowhere/deny" } }
        #expect(missing?.description == "/nowhere/deny: can't be read: No such file or directory")
    }

    @Test func `keys are preloaded from a file or a directory`() throws {
        let file = try directory.write(
            "ffmuc_nord \(Fixture.key(1))\n\n ffmuc_sued\t\(Fixture.key(2)) # x\n",
            to: "all"
        )
        let expected = ["ffmuc_nord": Set([Fixture.key(1)]), "ffmuc_sued": [Fixture.key(2)]]
        #expect(try lists { $0.preload = file }.preload == expected)
        let other = try TestDirectory()
        try other.write("\(Fixture.key(1))\n", to: "ffmuc_nord")
        try other.write("\(Fixture.key(2))\n", to: "ffmuc_sued.keys")
        try other.write("an editor's", to: ".ffmuc_sued.swp")
        #expect(try lists { $0.preload = other.path }.preload == expected)
        try other.write("", to: "ffmuc_west.keys")
        #expect(throws: SettingsError.self) { try lists { $0.preload = other.path } }
    }

    @Test func `with one domain a line may be a key alone`() throws {
        let file = try directory.write("\(Fixture.key(1))\n", to: "all")
        #expect(throws: SettingsError.self) { try lists { $0.preload = file } }
        var settings = Fixture.settings { $0.preload = file }
        settings.domains.removeLast()
        #expect(try AccessLists(settings).preload == ["ffmuc_nord": [Fixture.key(1)]])
    }
}
