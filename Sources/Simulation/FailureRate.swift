import Foundation

/// The chance that something goes wrong with a device during the whole of its switch.
package struct FailureRate: Sendable, Hashable {
    /// prepare, begin, apply, verify, confirm, and now and then another question.
    package static let operationsOfSwitch = 6.0

    /// From 0 to 1.
    package let ofSwitch: Double

    /// What a rehearsal assumes unless it is told.
    package static let usual = FailureRate(checked: 0.05)

    private init(checked: Double) { ofSwitch = checked }

    /// - Returns: nil for what is no probability.
    package init?(ofSwitch: Double) {
        guard ofSwitch >= 0, ofSwitch <= 1 else { return nil }
        self.ofSwitch = ofSwitch
    }

    /// The chance at each operation that adds up to that.
    package var ofOperation: Double { 1 - pow(1 - ofSwitch, 1 / Self.operationsOfSwitch) }
}
