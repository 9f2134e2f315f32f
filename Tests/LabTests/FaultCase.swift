import Foundation
import Testing

/// A fault at a moment.
struct FaultCase: Sendable, CustomTestStringConvertible {
    let moment: FaultMoment
    let fault: Fault

    var testDescription: String { "\(fault.title) at \(moment.title)" }

    static let all = FaultMoment.allCases.flatMap { moment in Fault.allCases.map { Self(moment: moment, fault: $0) } }

    private static let names = ProcessInfo.processInfo.environment["UMSTIEG_FAULTS"]

    static var areWanted: Bool { names != nil }
    static let absence: Comment = "takes long: run «make test-faults»"

    /// Those that `UMSTIEG_FAULTS` chooses: `all`, or names like `apply/sigkill` with commas between them; one half
    /// stands for all of its kind, as in `confirm/` and `/reboot`.
    static var chosen: [FaultCase] {
        guard let names, names != "all" else { return all }
        let words = names.split(separator: ",").map { $0.split(separator: "/", omittingEmptySubsequences: false) }
        return words.flatMap { word in
            all.filter { isMatch(word.first, $0.moment.rawValue) && isMatch(word.dropFirst().first, $0.fault.rawValue) }
        }
    }

    private static func isMatch(_ part: Substring?, _ word: String) -> Bool {
        guard let part, !part.isEmpty else { return true }
        return part == word
    }
}
