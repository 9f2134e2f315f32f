import Planning
import Rollouts
import Testing
import Transactions

/// Plays rollouts over devices that do what they are asked, one operation after the other, and that object to whatever
/// would cut somebody off.
struct PlayedDay {
    private(set) var machine: RolloutMachine
    private(set) var journal: [TimedEntry] = []
    private(set) var performed: [Operation] = []
    /// What each device really has, by unit.
    private(set) var states: [UnitID: TransactionState] = [:]
    private let plan: Plan
    private var queue: [RolloutMachine.Action] = []

    init(_ plan: Plan) {
        self.plan = plan
        machine = RolloutMachine(plan: plan)
    }

    /// Goes through the whole plan; `answer` is what is unusual, nil for what the devices say.
    static func through(
        _ plan: Plan,
        answer: (Operation) -> OperationResult? = { _ in nil }
    ) throws -> PlayedDay {
        var day = PlayedDay(plan)
        try day.send(.start, answer: answer)
        return day
    }

    /// Another controller goes on after so many seconds.
    mutating func resume(after seconds: Double, answer: (Operation) -> OperationResult? = { _ in nil }) throws {
        performed = []
        try send(.resume(owner: "other", fencingToken: 2), after: seconds, answer: answer)
    }

    /// The controller is killed after its n-th operation was done, and another one goes on from the journal.
    mutating func startKilledAndResumed(after limit: Int) throws {
        try send(.start, limit: limit)
        queue = []
        machine = try RolloutMachine(plan: plan, journal: journal)
        guard machine.outcome == nil else { return }
        try resume(after: 60)
    }

    func returns() -> [UnitID] { performed.filter { $0.verb == .rollback }.compactMap(\.unit) }

    func begins() -> [UnitID] {
        performed.compactMap { operation in if case .begin = operation.verb { operation.unit } else { nil } }
    }

    private mutating func send(
        _ event: RolloutMachine.Event,
        after seconds: Double = 0,
        limit: Int = 500,
        answer: (Operation) -> OperationResult? = { _ in nil }
    ) throws {
        queue += try machine.handle(event, at: machine.now + seconds)
        while !queue.isEmpty {
            switch queue.removeFirst() {
            case .record(let entry):
                journal.append(TimedEntry(time: machine.now, entry: entry))
            case .perform(let operation):
                try #require(performed.count < 500, "the machine goes round in circles")
                performed.append(operation)
                let result = answer(operation) ?? perform(operation)
                if performed.count >= limit { return }
                queue += try machine.handle(.completed(operation, result), at: machine.now + 10)
            case .wake(let due):
                queue += try machine.handle(.wake, at: max(due, machine.now))
            case .finish:
                break
            }
        }
    }

    private mutating func perform(_ operation: Operation) -> OperationResult {
        guard let unit = operation.unit else { return Fixtures.fine(operation.verb) }
        let state = states[unit]
        switch operation.verb {
        case .check, .baseline, .gate, .measure, .verify, .drain, .undrain: return .succeeded
        case .prepare: return .prepared(publicKey: "key of \(unit.host)")
        case .begin:
            #expect(
                state == nil || state == .armed || state == .reverted,
                "\(unit) is begun while \(state?.rawValue ?? "")"
            )
            if unit.part == .close { expectClosable(unit) }
            states[unit] = .armed
        case .apply: if state == .armed { states[unit] = .applied }
        case .confirm: if state == .applied { states[unit] = .confirmed }
        case .rollback, .watchReturn:
            if state == .confirmed { expectReturnable(unit) }
            states[unit] = .reverted
        case .extend, .observe: break
        }
        guard let now = states[unit] else {
            return .refused(DeviceRefusal(code: .noSuchTransaction, message: "none"))
        }
        return Fixtures.report(unit, now, reason: now == .reverted ? "rollback" : "")
    }

    private func isGateway(_ unit: UnitID) -> Bool { unit.host.hasPrefix("gw") }

    private func expectClosable(_ unit: UnitID) {
        #expect(states[UnitID(host: unit.host, scope: unit.scope)] == .confirmed, "\(unit) closes without being open")
        guard isGateway(unit) else { return }
        let nodes = plan.units.filter { !isGateway($0) && $0.scope == unit.scope }
        #expect(nodes.allSatisfy { states[$0] == .confirmed }, "\(unit) closes under nodes that need it")
    }

    private func expectReturnable(_ unit: UnitID) {
        let isThere = { (state: TransactionState?) in state != nil && state != .reverted }
        if unit.part == nil {
            #expect(!isThere(states[unit.closing]), "\(unit) goes back under its own close")
        }
        guard isGateway(unit), unit.part == nil else { return }
        let users = plan.units.filter { !isGateway($0) && $0.part == nil && $0.scope == unit.scope }
        #expect(!users.contains { isThere(states[$0]) }, "\(unit) goes back under nodes that use it")
    }
}
