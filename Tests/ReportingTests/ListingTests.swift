import FleetModel
import Foundation
import Reporting
import Testing

struct ListingTests {
    private let listing = Listing(
        columns: [Listing.Column("name"), Listing.Column("clients"), Listing.Column("last_seen", isInTable: false)],
        rows: [
            [.text("n1"), .number(12), .unknown],
            [.text("Zürich 東京"), .number(7), .text("a, \"b\"")],
            [.unknown, .unknown, .list([.text("x"), .text("y")])],
        ]
    )

    @Test func `a table aligns its columns by the width on screen`() {
        #expect(
            listing.text(as: .table, style: .plain) == """
                NAME         CLIENTS
                n1                12
                Zürich 東京        7
                -                  -

                """
        )
    }

    @Test func `a table without rows has its headings`() {
        let empty = Listing(columns: listing.columns, rows: [])
        #expect(empty.text(as: .table, style: .plain) == "NAME  CLIENTS\n")
        #expect(empty.text(as: .csv, style: .plain) == "name,clients,last_seen\n")
    }

    @Test func `CSV has all columns and quotes what needs it`() {
        #expect(
            listing.text(as: .csv, style: .plain) == """
                name,clients,last_seen
                n1,12,
                Zürich 東京,7,"a, ""b""\"
                ,,x y

                """
        )
    }

    @Test func `JSON has all keys, sorted, and null where nothing is known`() throws {
        let text = listing.text(as: .json, style: .plain)
        #expect(
            text.hasPrefix("[\n  {\n    \"clients\" : 12,\n    \"last_seen\" : null,\n    \"name\" : \"n1\"\n  },")
        )
        let parsed = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
        #expect(parsed.count == 3)
        #expect(parsed[2]["last_seen"] as? [String] == ["x", "y"])
        #expect(Listing(columns: [], rows: []).text(as: .json, style: .plain).filter { !$0.isWhitespace } == "[]")
    }

    @Test(arguments: OutputFormat.allCases)
    func `control characters of names never reach the terminal raw`(format: OutputFormat) throws {
        let name = "a\u{1b}[2J\u{9b}31m\u{7f}\r\n\u{202e}z"
        let hostile = Listing(columns: [Listing.Column("name")], rows: [[.text(name)]])
        let text = hostile.text(as: format, style: .plain)
        let raw = text.unicodeScalars.filter { scalar in
            (scalar.value < 0x20 && scalar != "\n") || (0x7f...0x9f).contains(scalar.value) || scalar == "\u{202e}"
        }
        #expect(raw.isEmpty)
        if format == .json {
            let parsed = try JSONDecoder().decode([[String: String]].self, from: Data(text.utf8))
            #expect(parsed == [["name": name]])
        }
    }

    @Test func `headings are bold on a terminal only, unless NO_COLOR is set`() {
        let colored = TextStyle(isTerminal: true, environment: ["TERM": "xterm"])
        #expect(listing.text(as: .table, style: colored).hasPrefix("\u{1b}[1mNAME"))
        #expect(colored.hasColor)
        #expect(TextStyle(isTerminal: true, environment: ["NO_COLOR": ""]).hasColor)
        #expect(!TextStyle(isTerminal: true, environment: ["NO_COLOR": "1"]).hasColor)
        #expect(!TextStyle(isTerminal: true, environment: ["TERM": "dumb"]).hasColor)
        #expect(!TextStyle(isTerminal: false, environment: [:]).hasColor)
    }

    @Test(arguments: [("abc", 3), ("東京", 4), ("e\u{301}", 1), ("👍", 2), ("👨‍👩‍👧", 2), ("ﾊﾝ", 2), ("", 0)])
    func `the width of text is counted in cells`(text: String, width: Int) {
        #expect(text.displayWidth == width)
    }

    @Test func `a node is listed with all that the JSON contract names`() throws {
        let node = Node(id: "02caffee0001", hostname: "n1", domain: "d", address: nil, jump: .direct)
        let text = Listing(nodes: [node]).text(as: .json, style: .plain)
        let parsed = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
        #expect(
            parsed[0].keys.sorted() == [
                "address", "clients", "domain", "firmware", "hostname", "id", "model", "name", "online", "state",
            ]
        )
        #expect(parsed[0]["online"] is NSNull)
        #expect(parsed[0]["name"] as? String == "n1")
    }

    @Test(arguments: [0, 1, 256, 257, 10_000], OutputFormat.allCases)
    func `a long list is the same text, in its order, however many write it`(count: Int, format: OutputFormat) {
        let nodes = (0..<count).map { number in
            Node(
                id: "02\(1_000_000_000 + number)",
                hostname: "n\(number) \"東\u{1b}\"",
                domain: "d",
                address: nil,
                jump: .direct
            )
        }
        var parts: [String] = []
        LongListing(nodes) { Listing(nodes: $0) }.write(as: format, style: .plain) { parts.append($0) }
        #expect(parts.joined() == Listing(nodes: nodes).text(as: format, style: .plain))
        #expect(count < 257 || format != .json || parts.count > 2)
    }

    @Test(arguments: [0..<0, 0..<1, 255..<257, 700..<701, 256..<1000], OutputFormat.allCases)
    func `of a long list some are the same text as their list`(chosen: Range<Int>, format: OutputFormat) {
        let nodes = (0..<1000).map { number in
            Node(id: "02\(1_000_000_000 + number)", hostname: "n\(number)", domain: "d", address: nil, jump: .direct)
        }
        let ids = Set(nodes[chosen].map(\.id))
        var text = ""
        LongListing(nodes, where: { ids.contains($0.id) }) { Listing(nodes: $0) }
            .write(as: format, style: .plain) { text += $0 }
        #expect(text == Listing(nodes: nodes[chosen]).text(as: format, style: .plain))
    }
}
