import ArgumentParser
import Simulation

extension FailureRate {
    /// - Parameter argument: a percentage: `5%`, `0.5%`.
    /// - Throws: `ValidationError` for what is none.
    init(argument: String) throws {
        guard argument.hasSuffix("%"), let percent = Double(argument.dropLast()),
            let rate = FailureRate(ofSwitch: percent / 100)
        else { throw ValidationError("a failure rate is a percentage from 0% to 100%, not «\(argument)»") }
        self = rate
    }
}
