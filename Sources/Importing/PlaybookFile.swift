package import Planning

/// A playbook as YAML: see `Playbooks/gateway-wireguard.yaml`, where each field is explained.
package enum PlaybookFile {
    /// - Throws: `ConfigErrors`.
    package static func read(_ bytes: some Collection<UInt8>, file: String) throws(ConfigErrors) -> Playbook {
        try ConfigDocument.read(bytes, file: file, body: playbook)
    }

    private static func playbook(_ root: ConfigNode) -> Playbook? {
        let fields = root.mapping(allowed: [
            "umstieg", "playbook", "description", "on", "scope", "role", "deadline", "revert_bound", "probation",
            "modules",
            "prepare", "steps", "verify",
        ])
        guard let fields else { return nil }
        _ = fields.required("umstieg")?.integer(in: 1...1)
        let name = fields.required("playbook")?.name()
        let description = fields.optional("description")?.string() ?? ""
        let target = fields.required("on")?.choice(of: Playbook.Target.self)
        let scope = fields.required("scope")?.choice(of: Playbook.Scope.self)
        if target == .node, scope == .host {
            fields.required("scope")?.fail("a node has one domain, so its scope is «domain»")
        }
        let role = fields.required("role")?.choice(of: TransactionRole.self)
        let deadline = fields.required("deadline")?.seconds(in: 30...3600)
        let revertBound = fields.required("revert_bound")?.seconds(in: 10...3600)
        let probation = fields.optional("probation").map { $0.probation() }
        if target != .node || role != .closesOld {
            fields.optional("probation")?.fail("is for nodes that close what they had: on: node, role: closes-old")
        }
        let modules = fields.optional("modules").map { $0.strings() } ?? []
        let prepare = fields.optional("prepare").map { $0.steps(in: .prepare) } ?? []
        let steps = fields.required("steps")?.steps(in: .transaction)
        let verify = fields.optional("verify").map { $0.steps(in: .verify) } ?? []
        if let prepare, let target, let role, let place = misplacedFirmware(in: prepare, on: target, role) {
            fields.optional("prepare")?.fail(
                "item \(place + 1): new firmware is for nodes, and comes before all else that opens them"
            )
        }
        guard let name, let target, let scope, let role, let deadline, let revertBound, let modules, let prepare,
            let steps, let verify, probation != .some(nil)
        else { return nil }
        return Playbook(
            name: name,
            description: description,
            target: target,
            scope: scope,
            role: role,
            deadline: deadline,
            revertBound: revertBound,
            probation: probation ?? nil,
            modules: modules,
            prepare: prepare,
            steps: steps,
            verify: verify
        )
    }

    /// Whatever was prepared before it would be prepared on the old one.
    private static func misplacedFirmware(
        in prepare: [NamedStep],
        on target: Playbook.Target,
        _ role: TransactionRole
    ) -> Int? {
        prepare.indices.first { index in
            guard case .firmware = prepare[index].step else { return false }
            return index > 0 || target != .node || role != .switchesNode
        }
    }
}

extension ConfigNode {
    /// `{without_gateway: 10m, settle: 2h}`; nodes count whole minutes.
    fileprivate func probation() -> Probation? {
        guard let fields = mapping(allowed: ["without_gateway", "settle"]) else { return nil }
        let withoutGateway = fields.required("without_gateway")?.seconds(in: 60...86_400)
        let settle = fields.required("settle")?.seconds(in: 60...30 * 86_400)
        guard let withoutGateway, let settle else { return nil }
        return Probation(withoutGateway: (withoutGateway + 59) / 60, settle: (settle + 59) / 60)
    }
}
