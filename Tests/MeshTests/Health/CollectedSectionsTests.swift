import Mesh
import Testing

struct CollectedSectionsTests {
    private let mark = "@mark"

    private func sections(_ text: String) throws -> CollectedSections {
        try CollectedSections(Array(text.utf8), mark: mark)
    }

    private let two = "motd\n\n@mark begin a\nx\n\n@mark end 0\n\n@mark begin b\n\n@mark end 7\n\n@mark done\n"

    @Test func `sections come out byte for byte, whatever stands before them`() throws {
        let sections = try sections(two)
        #expect(sections.names == ["a", "b"])
        #expect(try Array(sections.output(of: "a")) == Array("x\n".utf8))
        #expect(sections.status(of: "b") == 7)
        #expect(try #require(sections.anyOutput(of: "b")).isEmpty)
    }

    @Test func `a command that failed has no output`() throws {
        let sections = try sections(two)
        #expect(throws: ReadingError.self) { try sections.output(of: "b") }
        #expect(throws: ReadingError.self) { try sections.output(of: "c") }
    }

    @Test func `what is cut anywhere is an error`() {
        let bytes = Array(two.utf8)
        // The last byte is the line feed after the end.
        for length in 0..<bytes.count - 1 {
            #expect(throws: ReadingError.self, "cut after \(length)") {
                try CollectedSections(Array(bytes[..<length]), mark: mark)
            }
        }
    }

    @Test func `a section can't end itself without knowing the mark`() throws {
        let text = "\n@mark begin a\n\n@murk end 0\n@mark\n x @mark end 0\n\n@mark end 0\n\n@mark done\n"
        #expect(try String(decoding: sections(text).output(of: "a"), as: UTF8.self).contains("@murk end 0"))
    }

    @Test(arguments: [
        "\n@mark end 0\n\n@mark done\n", "\n@mark begin a\n\n@mark begin b\n\n@mark end 0\n\n@mark done\n",
        "\n@mark begin a\n\n@mark end x\n\n@mark done\n", "\n@mark begin\n\n@mark end 0\n\n@mark done\n", "",
        "@mark done",
    ])
    func `what isn't in order is an error`(_ text: String) {
        #expect(throws: ReadingError.self) { try sections(text) }
    }

    @Test func `no two marks are the same`() {
        #expect(Set((0..<100).map { _ in CollectedSections.newMark() }).count == 100)
    }
}
