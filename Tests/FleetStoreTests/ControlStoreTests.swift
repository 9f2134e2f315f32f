import FleetStore
import Planning
import Rollouts
import Testing

struct ControlStoreTests {
    private let store: JournalStore

    init() throws {
        store = JournalStore(database: try .inMemory())
        try store.save(.sample)
        _ = try store.start("r1", plan: .sample, name: "day", owner: "alice@laptop")
    }

    @Test func `each word is heard once, in order`() async throws {
        _ = try store.say(.approve, to: "r1", by: "alice@laptop")
        _ = try store.say(.pause, to: "r1", by: "bob@desktop")
        let all = [
            Control(sequence: 1, word: .approve, by: "alice@laptop"),
            Control(sequence: 2, word: .pause, by: "bob@desktop"),
        ]
        #expect(try await store.controls(of: "r1", after: 0) == all)
        #expect(try await store.controls(of: "r1", after: 1) == [all[1]])
        #expect(try await store.controls(of: "r2", after: 0) == [])
    }

    @Test(arguments: ControlWord.allCases)
    func `the schema knows each word`(word: ControlWord) throws {
        #expect(try store.say(word, to: "r1", by: "a@b").word == word)
    }

    @Test func `nothing is said to a rollout that isn't there`() {
        #expect(throws: StoreError.self) { try store.say(.pause, to: "r2", by: "a@b") }
    }
}
