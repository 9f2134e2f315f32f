import FleetStore
import Mesh
import Testing

struct HealthStoreTests {
    private let store: HealthStore
    private let gateway = Subject(.gateway, "gw1")

    init() throws {
        store = HealthStore(try FleetDatabase.inMemory())
    }

    private func report(_ time: Int, _ findings: [Finding]) -> HealthReport {
        HealthReport(
            takenAt: time,
            subjects: [
                SubjectHealth(
                    subject: gateway,
                    title: "gw1",
                    verdict: findings.isEmpty ? .healthy : .unhealthy,
                    findings: findings
                )
            ]
        )
    }

    private func finding(_ check: Check, value: String = "1", domain: String? = nil) -> Finding {
        Finding(gateway, check, value: value, source: "gw1", domain: domain, "something")
    }

    @Test func `a finding keeps the time of its first poll while it lasts`() throws {
        let first = try store.record(report(100, [finding(.worker)]))
        let second = try store.record(report(160, [finding(.worker, value: "2"), finding(.route, domain: "north")]))
        #expect(first == [finding(.worker).identity: 100])
        #expect(second == [finding(.worker).identity: 100, finding(.route, domain: "north").identity: 160])
    }

    @Test func `one that comes again is a new one, and the old one stays in the history`() throws {
        _ = try store.record(report(100, [finding(.worker)]))
        _ = try store.record(report(160, []))
        let since = try store.record(report(220, [finding(.worker)]))
        #expect(since == [finding(.worker).identity: 220])
        let history = try store.history(of: gateway)
        #expect(history.map(\.since) == [220, 100])
        #expect(history.map(\.endedAt) == [nil, 160])
    }

    @Test func `the same check in two domains is two findings`() throws {
        let since = try store.record(report(100, [finding(.vni, domain: "north"), finding(.vni, domain: "south")]))
        #expect(since.count == 2)
        _ = try store.record(report(160, [finding(.vni, domain: "south")]))
        #expect(try store.history(of: gateway).filter { $0.endedAt == nil }.map(\.finding.domain) == ["south"])
    }

    @Test func `the last verdict and its time`() throws {
        #expect(try store.verdict(of: gateway) == nil)
        _ = try store.record(report(100, []))
        _ = try store.record(report(160, [finding(.worker)]))
        let last = try store.verdict(of: gateway)
        #expect(last?.verdict == .unhealthy)
        #expect(last?.takenAt == 160)
    }

    @Test func `what has ended long ago is forgotten, what lasts is not`() throws {
        _ = try store.record(report(100, [finding(.worker), finding(.route)]))
        _ = try store.record(report(160, [finding(.route)]))
        _ = try store.record(report(2000, [finding(.route)]), retention: 1000)
        #expect(try store.history(of: gateway).map(\.finding.check) == [.route])
    }

    @Test func `subjects that nobody asked keep their findings`() throws {
        _ = try store.record(report(100, [finding(.worker)]))
        _ = try store.record(HealthReport(takenAt: 160, subjects: []))
        #expect(try store.history(of: gateway).map(\.endedAt) == [nil])
    }

    @Test func `a clock that went back does no harm`() throws {
        _ = try store.record(report(100, [finding(.worker)]))
        let since = try store.record(report(50, [finding(.worker)]))
        #expect(since == [finding(.worker).identity: 100])
        _ = try store.record(report(40, []))
        #expect(try store.history(of: gateway).map(\.endedAt) == [100])
    }
}
