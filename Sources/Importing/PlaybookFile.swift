package import Planning

/// A playbook as YAML: see `Playbooks/gateway-wireguard.yaml`, where each field is explained.
package enum PlaybookFile {
    /// - Throws: `ConfigErrors`.
    package static func read(_ bytes: some Collection<UInt8>, file: String) throws(ConfigErrors) -> Playbook {
        try ConfigDocument.read(bytes, file: file, body: playbook)
    }

    private static func playbook(_ root: ConfigNode) -> Playbook? {
        let fields = root.mapping(allowed: [
            "umstieg", "playbook", "description", "on", "scope", "role", "deadline", "revert_bound", "modules",
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
        let modules = fields.optional("modules").map { $0.strings() } ?? []
        let prepare = fields.optional("prepare").map { $0.steps(in: .prepare) } ?? []
        let steps = fields.required("steps")?.steps(in: .transaction)
        let verify = fields.optional("verify").map { $0.steps(in: .verify) } ?? []
        guard let name, let target, let scope, let role, let deadline, let revertBound, let modules, let prepare,
            let steps, let verify
        else { return nil }
        return Playbook(
            name: name,
            description: description,
            target: target,
            scope: scope,
            role: role,
            deadline: deadline,
            revertBound: revertBound,
            modules: modules,
            prepare: prepare,
            steps: steps,
            verify: verify
        )
    }
}
