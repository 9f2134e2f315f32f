import Planning
import Rollouts

/// What a simulation waits for.
enum SimulatedEvent {
    case operation(SimulatedFleet.Request)
    case progress(UnitID, step: Int, controller: Int)
    case wake(controller: Int)
    case word(Control, controller: Int)
    case resume
    /// In the unit's domain, or in any.
    case emergency(UnitID?, Bool)
}
