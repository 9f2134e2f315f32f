import Planning

extension ConfigNode {
    /// Kinds of steps that only nodes have.
    static let gluonSteps = [
        "clock_sync", "gluon_reload", "gluon_reconfigure", "domain_switch", "autoupdater_branch", "broker_register",
        "drain",
    ]

    func gluonStep(ofKind kind: String) -> GluonStep? {
        switch kind {
        case "clock_sync": mapping(allowed: []).map { _ in .clockSync }
        case "gluon_reload": mapping(allowed: []).map { _ in .reload }
        case "broker_register": mapping(allowed: []).map { _ in .brokerRegister }
        case "gluon_reconfigure": mapping(allowed: ["packages"])?.packages().map { .reconfigure(packages: $0) }
        case "domain_switch": domainSwitch()
        case "autoupdater_branch":
            mapping(allowed: ["branch"])?.required("branch")?.sectionName().map { .autoupdaterBranch($0) }
        case "drain":
            mapping(allowed: ["transport"])?.required("transport")?.choice(of: GluonStep.Transport.self)
                .map { .drain($0) }
        default: unexpected("a step")
        }
    }

    private func domainSwitch() -> GluonStep? {
        guard let fields = mapping(allowed: ["domain", "packages"]) else { return nil }
        let domain = fields.required("domain")?.sectionName()
        guard let packages = fields.packages(), let domain else { return nil }
        return .domainSwitch(to: domain, packages: packages)
    }

    /// A name that a template may stand for; it becomes part of a path and of UCI's names.
    fileprivate func sectionName() -> String? {
        guard let text = string() else { return nil }
        let filled = text.replacing(#/\{\{[a-z_]+\}\}/#, with: "x")
        guard !filled.isEmpty, filled.utf8.allSatisfy({ isNameByte($0) }) else {
            fail("expected letters, digits, «_» and «-», found «\(text)»")
            return nil
        }
        return text
    }
}

extension ConfigMapping {
    fileprivate func packages() -> [String]? {
        guard let node = optional("packages") else { return GluonStep.packages }
        guard let names = node.strings() else { return nil }
        for (index, name) in names.enumerated() where name.isEmpty || !name.utf8.allSatisfy({ isNameByte($0) }) {
            node.fail("item \(index + 1): expected a package of UCI, found «\(name)»")
            return nil
        }
        return names
    }
}

private func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
}
