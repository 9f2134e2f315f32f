package import Planning

/// A rollout file as YAML: see `Playbooks/migration-day.yaml`, where each field is explained.
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
        guard let fields = root.mapping(allowed: ["umstieg", "rollout", "description", "phases"]) else { return nil }
        _ = fields.required("umstieg")?.integer(in: 1...1)
        let name = fields.required("rollout")?.name()
        let description = fields.optional("description")?.string() ?? ""
        let phases = fields.required("phases")?.sequence()?.compactMap { phase($0, playbook: playbook) }
        guard let name, let phases else { return nil }
        if phases.isEmpty { fields.required("phases")?.fail("expected at least one phase") }
        return RolloutFile(name: name, description: description, phases: phases)
    }

    private static func phase(_ node: ConfigNode, playbook: (ConfigNode) -> Playbook?) -> RolloutFile.Phase? {
        guard let fields = node.mapping(allowed: ["name", "playbook", "on", "confirm"]) else { return nil }
        let name = fields.required("name")?.name()
        let book = fields.required("playbook").flatMap(playbook)
        let on = fields.required("on")?.string()
        let confirm = fields.optional("confirm").map { $0.choice(of: RolloutFile.Confirmation.self) } ?? .each
        guard let name, let book, let on, let confirm else { return nil }
        return RolloutFile.Phase(name: name, playbook: book, on: on, confirm: confirm)
    }
}
