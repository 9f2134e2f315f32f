extension Playbook {
    /// What its nodes are to run before they are switched; it comes before all else.
    package var firmware: FirmwareStep? {
        if case .firmware(let step) = prepare.first?.step { step } else { nil }
    }

    /// The same with the paths that its firmware images have where the program runs.
    ///
    /// - Parameter resolve: an image as it is written down to one with an absolute path; throws if it isn't there.
    /// - Returns: a playbook whose images are found from anywhere.
    package func resolvingImages(_ resolve: (FirmwareImage) throws -> FirmwareImage) rethrows -> Playbook {
        var resolved = self
        resolved.prepare = try prepare.map { named in
            guard case .firmware(var step) = named.step, case .image(let image) = step.source else { return named }
            step.source = .image(try resolve(image))
            return NamedStep(name: named.name, step: .firmware(step))
        }
        return resolved
    }
}
