import Planning
package import Rollouts

/// How a simulated rollout went.
package struct SimulationResult: Sendable {
    /// nil: nobody went on after the controller was killed, or the machine came to a stand.
    package var outcome: RolloutOutcome?
    /// From the first to the last event, on the fleet's clock.
    package var seconds = 0.0
    package var operations = 0
    /// Controllers that worked on it, one after the other.
    package var controllers = 1
    package var confirmed = 0
    /// Devices on which all is confirmed.
    package var hostsConfirmed = 0
    package var old = 0
    /// Devices that need a human.
    package var broken = 0
    /// Where it turned back for the first time: phase and wave, from 0.
    package var turnedBackIn: Place?
    /// Where it was when it ended before the end of its plan; nil in a simulation that goes on.
    package var stoppedIn: Place?
    /// Most clients of devices that were in between at the same time.
    package var worstBlast = 0
    /// How the way back of a domain ended, if there was an emergency.
    package var emergency: RolloutOutcome?
    package var violations: [Violation] = []
    /// What went wrong, by number of the operation.
    package var faults: [Int: Fault] = [:]
    package var journal: [TimedEntry] = []

    package struct Place: Sendable, Hashable, Comparable {
        package var phase: Int
        package var wave: Int

        package static func < (one: Place, other: Place) -> Bool { (one.phase, one.wave) < (other.phase, other.wave) }
    }
}
