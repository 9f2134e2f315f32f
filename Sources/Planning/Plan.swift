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
        /// What has to hold after each wave, and after its soak; nil: only what its devices check themselves.
        package var gate: Gate?

        package init(
            confirm: RolloutFile.Confirmation = .each,
            concurrency: Int = 10,
            soak: Int = 0,
            deadline: DeadlinePolicy? = nil,
            onFailure: FailurePolicy = .revertDomain,
            gate: Gate? = nil
        ) {
            self.confirm = confirm
            self.concurrency = concurrency
            self.soak = soak
            self.deadline = deadline
            self.onFailure = onFailure
            self.gate = gate
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
    package var phases: [Phase] {
        didSet { index = PlanIndex(phases) }
    }
    package var budget: FailureBudget
    /// nil: at any time.
    package var window: MaintenanceWindow?
    package var approval: ApprovalPolicy
    /// nil: hosts that are offline are left out.
    package var lateJoining: LateJoining?
    /// Whether the first devices that would be confirmed have to go back by themselves once, before they are switched.
    package var rehearsesRollback: Bool
    /// nil: nothing is measured.
    package var measuring: Measuring?
    /// By unit; what isn't here has no clients, no dependents, and an island of its own.
    package var stakes: [UnitID: Stake]
    /// What the plan had to guess, a line each, for people.
    package var guesses: [String]
    private var index: PlanIndex

    private enum CodingKeys: String, CodingKey {
        case id, name, fleet, phases, budget, window, approval, lateJoining, rehearsesRollback, measuring, stakes,
            guesses
    }

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
        measuring: Measuring? = nil,
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
        self.measuring = measuring
        self.stakes = stakes
        self.guesses = guesses
        index = PlanIndex(phases)
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try fields.decode(String.self, forKey: .id),
            name: try fields.decode(String.self, forKey: .name),
            fleet: try fields.decode(Fleet.self, forKey: .fleet),
            phases: try fields.decode([Phase].self, forKey: .phases),
            budget: try fields.decode(FailureBudget.self, forKey: .budget),
            window: try fields.decodeIfPresent(MaintenanceWindow.self, forKey: .window),
            approval: try fields.decode(ApprovalPolicy.self, forKey: .approval),
            lateJoining: try fields.decodeIfPresent(LateJoining.self, forKey: .lateJoining),
            rehearsesRollback: try fields.decode(Bool.self, forKey: .rehearsesRollback),
            measuring: try fields.decodeIfPresent(Measuring.self, forKey: .measuring),
            stakes: try fields.decode([UnitID: Stake].self, forKey: .stakes),
            guesses: try fields.decode([String].self, forKey: .guesses)
        )
    }

    package var units: [UnitID] { index.units }
    /// Each device once, in the order of its first appearance, those that are only prepared last.
    package var hosts: [String] { index.hosts }

    /// The playbook of a unit, also of one that is only prepared.
    package func playbook(of unit: UnitID) -> Playbook? { phase(of: unit)?.playbook }

    /// The first phase that has the unit, also one that only prepares it.
    package func phase(of unit: UnitID) -> Phase? {
        index.phases[unit].map { phases[$0] }
    }

    /// Codes of the domains that a unit changes; what they share on a gateway is in a scope of its own.
    package func domains(of unit: UnitID) -> [String] {
        fleet.domain(unit.scope) == nil ? fleet.gateway(unit.host)?.domains ?? [] : [unit.scope]
    }

    /// Whether the mesh has to be looked at before the first wave, as gates compare with that.
    package var needsBaseline: Bool { phases.contains { $0.policy.gate != nil } }
}
