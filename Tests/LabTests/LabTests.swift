import Testing

/// All tests that need the lab: one after the other, as they share it.
@Suite(.serialized, .enabled(if: Lab.isThere, Lab.absence))
struct LabTests {}
