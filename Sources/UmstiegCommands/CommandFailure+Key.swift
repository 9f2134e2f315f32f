import FleetModel

extension CommandFailure {
    /// A malformed key is a usage error; one that has no translation is a failure.
    init(_ error: KeyError) {
        switch error {
        case .malformedWireGuardKey, .malformedFastdKey, .malformedSeed: self.init(.usage, error.description)
        case .offCurve, .weak: self.init(.failed, error.description)
        }
    }
}
