import FleetModel
import Mesh
import Testing

/// A connection may break in the middle of an output, and a list that is too short must not pass for the whole one.
struct CutOutputTests {
    /// A reading takes longer, the longer its output is, and all cuts of one are quadratic: long ones are cut at these
    /// many places only, all around, and near both ends at each.
    private static let mostCuts = 1000

    private func cuts(of output: ToolOutput) -> [Int] {
        guard output.count > Self.mostCuts else { return Array(output.indices) }
        let step = output.count / Self.mostCuts + 1
        return output.indices.filter { $0 < 300 || $0 > output.endIndex - 300 || $0 % step == 0 }
    }

    @Test(arguments: ReaderCase.all)
    func `output that was cut is told as such or with the place, but for whole lines of a list`(
        reader: ReaderCase
    ) throws {
        let output = try Fixture.bytes(reader.fixture)
        let whole = try reader.read(output)
        for place in cuts(of: output) {
            let cut = output[..<place]
            let read: String
            do {
                read = try reader.read(cut)
            } catch let error as ReadingError {
                #expect(error.kind == .cut || !error.place.isEmpty, "cut after \(place) bytes: \(error)")
                #expect(error.kind == .cut || !reader.fixture.hasSuffix(".json"), "cut after \(place) bytes: \(error)")
                continue
            }
            let isWhole = output[place...].allSatisfy { $0 == 10 || $0 == 32 }
            guard !isWhole else {
                #expect(read == whole)
                continue
            }
            #expect(reader.isCompleteAtLineEnds, "cut after \(place) bytes: \(read)")
            #expect(cut.isEmpty || cut.last == 10, "cut after \(place) bytes: \(read)")
        }
    }

    @Test(arguments: ReaderCase.all)
    func `how a program is used is told from what is broken`(reader: ReaderCase) throws {
        guard !reader.fixture.hasSuffix(".deflate") else { return }
        let usage = try Fixture.bytes("usage.txt")
        let error = #expect(throws: ReadingError.self) { try reader.read(usage) }
        #expect(error?.kind == .unsupported)
        #expect(error?.message.contains("vj") == true)
        let failure = #expect(throws: ReadingError.self) {
            try reader.read("Error - interface bat0 is not present or not a batman-adv interface\n".output)
        }
        #expect(failure?.kind == .failed)
    }

    @Test(arguments: ReaderCase.all)
    func `nothing at all is nothing only where there is no line above a list`(reader: ReaderCase) throws {
        let lists = ["wireguard.txt", "uci.txt"]
        guard !lists.contains(reader.fixture) else {
            #expect(throws: Never.self) { try reader.read([]) }
            return
        }
        let error = #expect(throws: ReadingError.self) { try reader.read([]) }
        #expect(error?.kind == .cut)
    }
}
