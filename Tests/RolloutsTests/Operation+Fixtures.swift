import Planning
import Rollouts

/// First attempts on units of the fixtures' plan, whose deadline is 60 s.
extension Operation {
    static let check = Operation(.check, nil)
    static let baseline = Operation(.baseline, nil)
    static func gate(_ number: Int) -> Operation { Operation(.gate(phase: 0), nil, attempt: number) }
    static func prepare(_ unit: UnitID) -> Operation { Operation(.prepare, unit) }
    static func begin(_ unit: UnitID) -> Operation { Operation(.begin(deadline: 60), unit) }
    static func apply(_ unit: UnitID) -> Operation { Operation(.apply, unit) }
    static func extend(_ unit: UnitID) -> Operation { Operation(.extend(seconds: 60), unit) }
    static func verify(_ unit: UnitID) -> Operation { Operation(.verify, unit) }
    static func watchReturn(_ unit: UnitID) -> Operation { Operation(.watchReturn, unit) }
    static func confirm(_ unit: UnitID) -> Operation { Operation(.confirm, unit) }
    static func observe(_ unit: UnitID) -> Operation { Operation(.observe, unit) }
    static func rollback(_ unit: UnitID) -> Operation { Operation(.rollback, unit) }

    /// The same for a later transaction of the unit.
    func again(_ attempt: Int) -> Operation { Operation(verb, unit, attempt: attempt) }
}
