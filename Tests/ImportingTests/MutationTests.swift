import Foundation
import Importing
import Testing

struct MutationTests {
    /// The same numbers in each run; splitmix64.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var value = state
            value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
            value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
            return value ^ (value >> 31)
        }
    }

    private static let interesting = Array("{}[]:,&*!|>'\"%@`#-?~\n\t \0\u{7f}".utf8) + [0x80, 0xff, 0xc2, 0xef]

    @Test(arguments: 0..<8)
    func `a file with random damage is read or refused, and nothing else`(seed: UInt64) throws {
        let sample = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Inventory/community.yaml").standardizedFileURL
        let bytes = [UInt8](try Data(contentsOf: sample))
        var generator = Generator(state: seed)
        for _ in 0..<50 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let position = Int.random(in: 0..<damaged.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: damaged[position] = Self.interesting.randomElement(using: &generator) ?? 0
                case 1: damaged.insert(Self.interesting.randomElement(using: &generator) ?? 0, at: position)
                case 2: damaged.remove(at: position)
                default: damaged.removeSubrange(position..<min(position + 40, damaged.count))
                }
            }
            do throws(ConfigErrors) {
                _ = try InventoryFile.read(damaged, file: "damaged.yaml")
            } catch {
                #expect(!error.errors.isEmpty)
                #expect(!error.description.isEmpty)
            }
        }
    }

    @Test func `aliases that would fill any memory are refused at once`() {
        let bomb =
            "a0: &a0 [x]\n" + (1...60).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
            + "*a60 : 1\n*a59 : 2\n"
        #expect(throws: ConfigErrors.self) { try InventoryFile.read(bomb.utf8, file: "bomb.yaml") }
    }
}
