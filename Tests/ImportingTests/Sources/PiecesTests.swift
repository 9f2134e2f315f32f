import Testing

@testable import Importing

struct PiecesTests {
    private static let text = """
        {"timestamp": "2026-11-27T12:00:00Z", "unknown": ["\\"", "ü", -1.5e3, true, false, null, {}],
         "nodes": [{"node_id": "02caffee0001", "hostname": "n\\u00e9\\ud83d\\ude00", "clients": 12345, "is_online": true,
         "x": null, "latitude": 1, "model": "ß", "addresses": ["fd00::1"], "y": "ünd \\\\ \\"q\\" ßß", "lastseen": 1795000000}]}
        """

    private func read(_ bytes: ArraySlice<UInt8>, pieceSize: Int) -> Result<SourceFactsText, ConfigErrors> {
        Result { () throws(ConfigErrors) in
            let stream = ByteStream(Array(bytes), name: "f", pieceSize: pieceSize)
            let (facts, _) = try MapFile.read(stream, graph: nil, as: nil, withPersonalData: true)
            return SourceFactsText(text: "\(facts)")
        }
    }

    private struct SourceFactsText: Equatable {
        var text: String
    }

    @Test func `a map is the same however it comes in pieces`() throws {
        let bytes = Array(Self.text.utf8)[...]
        let whole = read(bytes, pieceSize: 1 << 20)
        #expect(try whole.get().text.contains("né😀"))
        for size in 1...40 { #expect(read(bytes, pieceSize: size) == whole, "\(size)") }
    }

    @Test func `a map that is cut anywhere is refused, with the same place in pieces of any size`() {
        let bytes = Array(Self.text.utf8)
        for end in 1..<bytes.count - 1 {
            let whole = read(bytes[..<end], pieceSize: 1 << 20)
            guard case .failure(let error) = whole else {
                Issue.record("cut at \(end), and read")
                continue
            }
            for size in [1, 7] {
                guard case .failure(let other) = read(bytes[..<end], pieceSize: size) else {
                    Issue.record("cut at \(end), and read in pieces of \(size)")
                    continue
                }
                #expect(other.errors[0].path == error.errors[0].path, "\(end)")
            }
        }
    }

    private func read(_ nodes: String, listPieces size: Int) -> Result<SourceFactsText, ConfigErrors> {
        Result { () throws(ConfigErrors) in
            let stream = ByteStream(Array("{\"updated_at\": 7,\n\"nodes\": [\(nodes), \"links\": []}".utf8), name: "f")
            let (facts, format) = try MapFile.read(
                stream,
                graph: nil,
                as: nil,
                withPersonalData: false,
                pieceSize: size
            )
            return SourceFactsText(text: "\(format) \(facts)")
        }
    }

    @Test(arguments: [
        "]", " \n ]", "{}]",
        #"{"node_id": "a"}, {"node_id": "b", "x": [",", "]", "}\"", {"y": [1, 2]}]}\#n, {"node_id": "a"}]"#,
        #"{"node_id": "c", "clients": "odd"},\#n\#n {"node_id": "d", "clients": []},7,null,"t", {"nodeinfo": {"node_id": "e"}}]"#,
        // Broken at different places.
        "{},]", "{},,{}]", ",{}]", "{} {}]", #"{"node_id": "a"},\#n{"node_id": "b"]]"#, #"{"node_id": "a"},[}],{}]"#,
        #"{"node_id": "a"},"open"#, "{},{},", "{},{}", #"{"node_id": "a"},{"x": 1 2}]"#, "{},\n\n  nil, {}]", "{},\n]x",
        #"{"node_id": "a", "x": "\#n"},{}]"#, "{}, " + String(repeating: "[", count: 5000),
        "{}," + String(repeating: #"{"x":"#, count: 120) + "]",
    ])
    func `a list that several cores read gives the same, or is wrong at the same place`(nodes: String) {
        let whole = read(nodes, listPieces: 1 << 20)
        for size in [0, 1, 5, 20, 40] {
            switch (read(nodes, listPieces: size), whole) {
            case (.success(let one), .success(let other)): #expect(one == other, "\(size)")
            case (.failure(let one), .failure(let other)):
                #expect(one.errors[0].path == other.errors[0].path, "\(size): \(one), \(other)")
            case (let one, let other): Issue.record("\(size): \(one), \(other)")
            }
        }
    }
}
