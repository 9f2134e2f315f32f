/// Which playbooks run where, and in what order: the content of a rollout file.
package struct RolloutFile: Sendable, Hashable, Codable {
    package enum Confirmation: String, Sendable, Hashable, Codable, CaseIterable {
        /// Each device as soon as its own checks hold.
        case each
        /// A domain's gateways, or a wave's nodes, when the checks of all of them hold; until then each would revert by
        /// itself.
        case together
    }

    package struct Phase: Sendable, Hashable, Codable {
        package var name: String
        /// Name of a playbook that stands beside the rollout file.
        package var playbook: Playbook
        /// The devices, in the selector language.
        package var on: String
        package var confirm: Confirmation
        /// Of the waves, in their order; the last one is repeated until all devices have a wave.
        ///
        /// Empty: gateways one after the other, nodes all at once.
        package var waves: [WaveSize]
        package var order: WaveOrder
        /// Devices at work at the same time.
        package var concurrency: Int
        /// Seconds between waves.
        package var soak: Int
        package var deadline: DeadlinePolicy?
        package var onFailure: FailurePolicy
        /// Whether a domain's only gateway may be closed or switched.
        package var lastGateway: Bool
        package var gate: Gate?

        package init(
            name: String,
            playbook: Playbook,
            on: String,
            confirm: Confirmation,
            waves: [WaveSize] = [],
            order: WaveOrder = .leavesFirst,
            concurrency: Int = 10,
            soak: Int = 0,
            deadline: DeadlinePolicy? = nil,
            onFailure: FailurePolicy = .revertDomain,
            lastGateway: Bool = false,
            gate: Gate? = nil
        ) {
            self.name = name
            self.playbook = playbook
            self.on = on
            self.confirm = confirm
            self.waves = waves
            self.order = order
            self.concurrency = concurrency
            self.soak = soak
            self.deadline = deadline
            self.onFailure = onFailure
            self.lastGateway = lastGateway
            self.gate = gate
        }
    }

    package var name: String
    package var description: String
    package var phases: [Phase]
    package var budget: FailureBudget
    package var window: MaintenanceWindow?
    package var approval: ApprovalPolicy
    package var lateJoining: LateJoining?
    package var rehearsesRollback: Bool
    package var measuring: MeasuringPolicy?

    package init(
        name: String,
        description: String,
        phases: [Phase],
        budget: FailureBudget = FailureBudget(),
        window: MaintenanceWindow? = nil,
        approval: ApprovalPolicy = .never,
        lateJoining: LateJoining? = nil,
        rehearsesRollback: Bool = false,
        measuring: MeasuringPolicy? = nil
    ) {
        self.name = name
        self.description = description
        self.phases = phases
        self.budget = budget
        self.window = window
        self.approval = approval
        self.lateJoining = lateJoining
        self.rehearsesRollback = rehearsesRollback
        self.measuring = measuring
    }
}
