extension NamedStep {
    /// This step for one device.
    ///
    /// Texts that a shell will read get their values quoted; file contents and names get them as they are.
    ///
    /// - Throws: `Template.UnknownName` or `Template.Malformed`.
    package func rendered(with context: TemplateContext) throws -> NamedStep {
        NamedStep(name: try Template(name).rendered(with: context), step: try step.rendered(with: context))
    }
}

extension Step {
    package func rendered(with context: TemplateContext) throws -> Step {
        let plain = { (text: String) in try Template(text).rendered(with: context) }
        let shell = { (text: String) in try Template(text).rendered(with: context.shellQuoted) }
        switch self {
        case .file(let step):
            return .file(try step.rendered(with: context))
        case .networkd(var step):
            step.units = try step.units.map { try $0.rendered(with: context) }
            return .networkd(step)
        case .wireGuardKey(var step):
            step.path = try plain(step.path)
            return .wireGuardKey(step)
        case .program(var step):
            step.directory = try plain(step.directory)
            return .program(step)
        case .batmanOverride(var step):
            step.batman = try plain(step.batman)
            step.interface = try plain(step.interface)
            return .batmanOverride(step)
        case .service(var step):
            step.unit = try plain(step.unit)
            return .service(step)
        case .nodeKey(var step):
            step.command = try shell(step.command)
            return .nodeKey(step)
        case .uci(let step):
            return .uci(try step.rendered(with: context))
        case .gluon(.domainSwitch(let domain, let packages)):
            return .gluon(.domainSwitch(to: try plain(domain), packages: packages))
        case .gluon(.autoupdaterBranch(let branch)):
            return .gluon(.autoupdaterBranch(try plain(branch)))
        case .gluon, .firmware:
            return self
        case .command(var step):
            step.run = try shell(step.run)
            step.undo = try shell(step.undo)
            step.check = try shell(step.check)
            return .command(step)
        case .waitFor(var step):
            switch step.condition {
            case .command(let text):
                step.condition = .command(try shell(text))
            case .handshakes(let interface, let peers, let maximumAge):
                step.condition = .handshakes(
                    interface: try plain(interface),
                    peers: try plain(peers),
                    maximumAge: maximumAge
                )
            case .originators(let batman, let interface, let count):
                step.condition = .originators(
                    batman: try plain(batman),
                    interface: try plain(interface),
                    count: try plain(count)
                )
            }
            return .waitFor(step)
        }
    }
}

extension UCIStep {
    func rendered(with context: TemplateContext) throws -> UCIStep {
        guard let forEach else { return try renderedOnce(with: context) }
        let elements = try context.elements(of: forEach)
        // With nothing to do, too, a name that isn't there is a mistake.
        _ = try renderedOnce(with: context.adding(TemplateContext.emptyElement))
        let parts = try elements.map { try renderedOnce(with: context.adding($0)) }
        return UCIStep(
            settings: parts.flatMap(\.settings),
            deletions: parts.flatMap(\.deletions),
            reload: try Template(reload).rendered(with: context.shellQuoted)
        )
    }

    private func renderedOnce(with context: TemplateContext) throws -> UCIStep {
        let plain = { (text: String) in try Template(text).rendered(with: context) }
        return UCIStep(
            settings: try settings.map {
                Setting(try plain($0.key), try $0.values.map(plain), isList: $0.isList)
            },
            deletions: try deletions.map(plain),
            reload: try Template(reload).rendered(with: context.shellQuoted)
        )
    }
}

extension FileStep {
    func rendered(with context: TemplateContext) throws -> FileStep {
        FileStep(
            path: try Template(path).rendered(with: context),
            content: try Template(content).rendered(with: context),
            mode: mode,
            owner: owner
        )
    }
}
