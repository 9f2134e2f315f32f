import Foundation
import Testing

/// A fault at a moment.
struct FaultCase: Sendable, CustomTestStringConvertible {
    let moment: FaultMoment
    let fault: Fault

    var testDescription: String { "\(fault.title) at \(moment.title)" }

    static let all = FaultMoment.allCases.flatMap { moment in Fault.allCases.map { Self(moment: moment, fault: $0) } }

    /// For `make test`: faults that `FaultTests` don't have.
    static let representative = [Self(moment: .apply, fault: .clock), Self(moment: .verify, fault: .reboot)]

    /// Those that `UMSTIEG_FAULTS` chooses: `all`, or names like `apply/sigkill` with commas between them; one half
    /// stands for all of its kind, as in `confirm/` and `/reboot`.
    static var chosen: [FaultCase] {
        guard let words = ProcessInfo.processInfo.environment["UMSTIEG_FAULTS"], !words.isEmpty else {
            return representative
        }
        if words == "all" { return all }
        let names = words.split(separator: ",").map { $0.split(separator: "/", omittingEmptySubsequences: false) }
        return names.flatMap { name in
            all.filter { isMatch(name.first, $0.moment.rawValue) && isMatch(name.dropFirst().first, $0.fault.rawValue) }
        }
    }

    private static func isMatch(_ part: Substring?, _ word: String) -> Bool {
        guard let part, !part.isEmpty else { return true }
        return part == word
    }
}
