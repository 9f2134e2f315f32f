import FleetModel
import Importing
import Testing

struct FastdPeerTests {
    private static func key(_ digit: String) -> String { String(repeating: digit, count: 64) }

    @Test func `a directory as real ones are`() throws {
        let file = try SourceText.read([
            "-edgar-": "key \"\(Self.key("a"))\";",
            "Café am Platz": "# MAC: 02:CA:FF:EE:00:01\nkey \"\(Self.key("AB").prefix(64))\";\n",
            "south/n1": "\u{feff}#\r\nremote \"x\";\r\n  key  \"\(Self.key("c"))\" ;\r\n",
            "south/n2": "key \"\(Self.key("a"))\";\n",
            ".hidden": "key \"\(Self.key("d"))\";\n",
            "n3~": "key \"\(Self.key("e"))\";\n",
            "README": "nothing here\n",
            "broken": "key \"xyz\";\n",
        ])
        #expect(file.format == .fastdPeers)
        #expect(file.facts.peers.map(\.name) == ["-edgar-", "Café am Platz", "n1", "n2"])
        #expect(file.facts.peers.map(\.group) == [nil, nil, "south", "south"])
        #expect(file.facts.peers.map { $0.key.prefix(2) } == ["aa", "ab", "cc", "aa"])
        #expect(file.facts.peers.map(\.node) == [nil, "02caffee0001", nil, nil])
        #expect(
            file.facts.notes == [
                "d/broken: line 1: its key is no 64 hexadecimal digits; left out.",
                "1 files without a key: README.",
                "The key \(Self.key("a")) stands in 2 files: -edgar-, south/n2.",
            ]
        )
    }

    @Test func `one peer's file alone, and what is none`() throws {
        #expect(try SourceText.read("key \"\(Self.key("a"))\";").facts.peers.map(\.name) == ["f"])
        #expect(
            SourceText.complaint("\nkey \"ab\";", as: .fastdPeers)
                == "f: line 2: expected a key of 64 hexadecimal digits"
        )
        #expect(SourceText.complaint("float yes;", as: .fastdPeers) == "f: holds no fastd peer's «key \"…\";»")
        #expect(throws: ConfigErrors.self) { try SourceText.read(["a": "x"], as: .fastdPeers) }
    }
}
