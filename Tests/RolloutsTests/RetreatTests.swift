import Planning
import Rollouts
import Testing
import UmstiegTesting

struct RetreatTests {
    @Test func `a rollback that finds nobody to ask is no success`() async throws {
        let gateway = PlayedGateway(modules: [])
        let journal = MemoryJournal()
        let retreat = Retreat(
            id: "r1",
            target: .domain(Fixtures.north),
            force: false,
            fleet: Fixtures.plan().fleet,
            fencingToken: 1,
            connector: gateway,
            journal: journal,
            now: { 0 },
            progress: { _ in }
        )
        #expect(try await retreat.run() == .pending)
        #expect(gateway.logins == 0)
        #expect(try await journal.entries(of: "r1").map(\.entry) == [.finished(.pending)])
    }
}
