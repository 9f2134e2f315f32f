package import Planning

/// A rollout file as YAML: see `Playbooks/migration-in-waves.yaml`, where each field is explained.
package enum RolloutDocument {
    /// Reads and checks a file's content.
    ///
    /// - Parameters:
    ///   - bytes: YAML in UTF-8.
    ///   - file: how the user named it.
    ///   - playbook: reads the playbook of that name, which stands beside the rollout file.
    /// - Returns: one phase at least, in the file's order.
    /// - Throws: `ConfigErrors`, those of the playbooks included.
    package static func read(
        _ bytes: some Collection<UInt8>,
        file: String,
        playbook: (String) throws(ConfigErrors) -> Playbook
    ) throws(ConfigErrors) -> RolloutFile {
        var nested: [ConfigError] = []
        do {
            return try ConfigDocument.read(bytes, file: file) { root in
                rollout(root) { node in
                    guard let name = node.string() else { return nil }
                    do throws(ConfigErrors) {
                        return try playbook(name)
                    } catch {
                        node.fail("the playbook «\(name)» can't be used")
                        nested += error.errors
                        return nil
                    }
                }
            }
        } catch {
            throw ConfigErrors(error.errors + nested)
        }
    }

    private static func rollout(_ root: ConfigNode, playbook: (ConfigNode) -> Playbook?) -> RolloutFile? {
        let fields = root.mapping(allowed: [
            "umstieg", "rollout", "description", "max_failed", "window", "approve", "late_joiners", "rehearse_rollback",
            "measure", "phases",
        ])
        guard let fields else { return nil }
        _ = fields.required("umstieg")?.integer(in: 1...1)
        let name = fields.required("rollout")?.name()
        let description = fields.optional("description")?.string() ?? ""
        let budget = fields.optional("max_failed").map { $0.failureBudget() } ?? FailureBudget()
        let window = fields.optional("window")?.maintenanceWindow()
        let approval = fields.optional("approve").map { $0.choice(of: ApprovalPolicy.self) } ?? .never
        let lateJoining = fields.optional("late_joiners")?.lateJoining()
        let rehearses = fields.optional("rehearse_rollback").map { $0.boolean() } ?? false
        let measuring = fields.optional("measure")?.measuringPolicy()
        let phases = fields.required("phases")?.sequence()?.compactMap { phase($0, playbook: playbook) }
        guard let name, let budget, let approval, let rehearses, let phases else { return nil }
        if phases.isEmpty { fields.required("phases")?.fail("expected at least one phase") }
        return RolloutFile(
            name: name,
            description: description,
            phases: phases,
            budget: budget,
            window: window,
            approval: approval,
            lateJoining: lateJoining,
            rehearsesRollback: rehearses,
            measuring: measuring
        )
    }

    private static func phase(_ node: ConfigNode, playbook: (ConfigNode) -> Playbook?) -> RolloutFile.Phase? {
        let fields = node.mapping(allowed: [
            "name", "playbook", "on", "confirm", "waves", "order", "concurrency", "soak", "deadline", "on_failure",
            "last_gateway", "gate",
        ])
        guard let fields else { return nil }
        let name = fields.required("name")?.name()
        let book = fields.required("playbook").flatMap(playbook)
        let on = fields.required("on")?.string()
        let confirm = fields.optional("confirm").map { $0.choice(of: RolloutFile.Confirmation.self) } ?? .each
        let waves = fields.optional("waves").map { $0.waveSizes() } ?? []
        let order = fields.optional("order").map { $0.choice(of: WaveOrder.self) } ?? .leavesFirst
        let concurrency = fields.optional("concurrency").map { $0.integer(in: 1...1000) } ?? 10
        let soak = fields.optional("soak").map { $0.seconds(in: 0...604_800) } ?? 0
        let deadline = fields.optional("deadline")?.deadlinePolicy()
        let onFailure = fields.optional("on_failure").map { $0.choice(of: FailurePolicy.self) } ?? .revertDomain
        let lastGateway = fields.optional("last_gateway").map { $0.yes() } ?? false
        let gate = fields.optional("gate")?.gate()
        guard let name, let book, let on, let confirm, let waves, let order, let concurrency, let soak, let onFailure,
            let lastGateway
        else { return nil }
        return RolloutFile.Phase(
            name: name,
            playbook: book,
            on: on,
            confirm: confirm,
            waves: waves,
            order: order,
            concurrency: concurrency,
            soak: soak,
            deadline: deadline,
            onFailure: onFailure,
            lastGateway: lastGateway,
            gate: gate
        )
    }
}
