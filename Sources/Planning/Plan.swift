package import FleetModel

/// What a rollout will do, in its order: made from a rollout file and the fleet, and from nothing else.
package struct Plan: Sendable, Hashable, Codable {
    package struct Phase: Sendable, Hashable, Codable {
        package var name: String
        package var playbook: Playbook
        package var waves: [Wave]
        /// The units on which the playbook's `prepare` is done: those of the waves, and with them all others of their
        /// domains, as each gateway's units name the keys of all.
        ///
        /// Empty where each unit is prepared right before it begins.
        package var preparations: [UnitID]
        package var policy: Policy

        /// Without `preparations`, the units of the waves are prepared.
        package init(
            name: String,
            playbook: Playbook,
            waves: [Wave],
            preparations: [UnitID]? = nil,
            policy: Policy = Policy()
        ) {
            self.name = name
            self.playbook = playbook
            self.waves = waves
            self.preparations = preparations ?? waves.flatMap(\.units)
            self.policy = policy
        }

        package var units: [UnitID] { waves.flatMap(\.units) }
    }

    /// How a phase goes on from wave to wave.
    package struct Policy: Sendable, Hashable, Codable {
        package var confirm: RolloutFile.Confirmation
        /// Units of a wave that are at work at the same time.
        package var concurrency: Int
        /// Seconds to wait after a wave before the next one begins.
        package var soak: Int
        /// nil: each transaction has its playbook's deadline.
        package var deadline: DeadlinePolicy?
        package var onFailure: FailurePolicy

        package init(
            confirm: RolloutFile.Confirmation = .each,
            concurrency: Int = 10,
            soak: Int = 0,
            deadline: DeadlinePolicy? = nil,
            onFailure: FailurePolicy = .revertDomain
        ) {
            self.confirm = confirm
            self.concurrency = concurrency
            self.soak = soak
            self.deadline = deadline
            self.onFailure = onFailure
        }
    }

    /// Units that belong together: the next wave begins when all of these are at rest, or wait to be confirmed.
    package struct Wave: Sendable, Hashable, Codable {
        package var units: [UnitID]
        /// Whether its end confirms all that is applied and not yet confirmed.
        package var confirms: Bool

        package init(units: [UnitID], confirms: Bool) {
            self.units = units
            self.confirms = confirms
        }
    }

    package var id: String
    package var name: String
    package var fleet: Fleet
    package var phases: [Phase]
    package var budget: FailureBudget
    /// nil: at any time.
    package var window: MaintenanceWindow?
    package var approval: ApprovalPolicy
    /// nil: hosts that are offline are left out.
    package var lateJoining: LateJoining?
    /// Whether the first devices that would be confirmed have to go back by themselves once, before they are switched.
    package var rehearsesRollback: Bool
    /// By unit; what isn't here has no clients, no dependents, and an island of its own.
    package var stakes: [UnitID: Stake]
    /// What the plan had to guess, a line each, for people.
    package var guesses: [String]

    package init(
        id: String,
        name: String,
        fleet: Fleet,
        phases: [Phase],
        budget: FailureBudget = FailureBudget(),
        window: MaintenanceWindow? = nil,
        approval: ApprovalPolicy = .never,
        lateJoining: LateJoining? = nil,
        rehearsesRollback: Bool = false,
        stakes: [UnitID: Stake] = [:],
        guesses: [String] = []
    ) {
        self.id = id
        self.name = name
        self.fleet = fleet
        self.phases = phases
        self.budget = budget
        self.window = window
        self.approval = approval
        self.lateJoining = lateJoining
        self.rehearsesRollback = rehearsesRollback
        self.stakes = stakes
        self.guesses = guesses
    }

    package var units: [UnitID] { phases.flatMap(\.units) }
    /// Each device once, in the order of its first appearance, those that are only prepared last.
    package var hosts: [String] {
        var seen: Set<String> = []
        return (units + phases.flatMap(\.preparations)).map(\.host).filter { seen.insert($0).inserted }
    }

    /// The playbook of a unit, also of one that is only prepared.
    package func playbook(of unit: UnitID) -> Playbook? {
        phases.first { $0.units.contains(unit) || $0.preparations.contains(unit) }?.playbook
    }
}
