extension UnitState {
    /// Whether nobody but a human can bring this device to an end.
    package var needsHuman: Bool {
        switch self {
        case .revertFailed, .unaccounted: true
        case .pending, .prepared, .beginning, .armed, .applied, .verified, .confirmed, .late, .notBegun, .reverted:
            false
        }
    }
}
