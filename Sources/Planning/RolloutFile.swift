/// Which playbooks run where, and in what order: the content of a rollout file.
package struct RolloutFile: Sendable, Hashable, Codable {
    package enum Confirmation: String, Sendable, Hashable, Codable, CaseIterable {
        /// Each device as soon as its own checks hold.
        case each
        /// A domain's devices when the checks of all of them hold; until then each would revert by itself.
        case together
    }

    package struct Phase: Sendable, Hashable, Codable {
        package var name: String
        /// Name of a playbook that stands beside the rollout file.
        package var playbook: Playbook
        /// The devices, in the selector language.
        package var on: String
        package var confirm: Confirmation

        package init(name: String, playbook: Playbook, on: String, confirm: Confirmation) {
            self.name = name
            self.playbook = playbook
            self.on = on
            self.confirm = confirm
        }
    }

    package var name: String
    package var description: String
    package var phases: [Phase]

    package init(name: String, description: String, phases: [Phase]) {
        self.name = name
        self.description = description
        self.phases = phases
    }
}
