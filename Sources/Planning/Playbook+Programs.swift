extension Playbook {
    /// The programs that it brings to devices.
    package var programs: [ProgramStep] {
        prepare.compactMap { if case .program(let program) = $0.step { program } else { nil } }
    }

    /// The same with the digests of its programs.
    ///
    /// - Parameter digest: of the program with a name.
    /// - Returns: a playbook whose programs have a path.
    package func resolvingPrograms(_ digest: (String) throws -> String) rethrows -> Playbook {
        var resolved = self
        resolved.prepare = try prepare.map { named in
            guard case .program(var program) = named.step else { return named }
            program.digest = try digest(program.name)
            return NamedStep(name: named.name, step: .program(program))
        }
        return resolved
    }
}
