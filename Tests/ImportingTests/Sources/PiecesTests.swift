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
}
