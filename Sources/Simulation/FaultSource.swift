/// Where a simulation takes its faults from.
package enum FaultSource: Sendable {
    /// At each operation with this probability, by the seed.
    case random(rate: Double)
    /// As `random`, but only what happens to devices and on the way to them: no human, no controller and no clock fails.
    case devices(rate: Double)
    /// By number of the operation, from 0.
    case scheduled([Int: Fault])
}

extension FaultSource {
    private static let whether: UInt64 = 1
    private static let which: UInt64 = 2
    private static let howMuch: UInt64 = 3
    private static let kinds: UInt64 = 34
    private static let kindsOfDevices: UInt64 = 27

    func fault(at number: Int, _ dice: Dice) -> Fault? {
        switch self {
        case .scheduled(let faults):
            return faults[number]
        case .random(let rate):
            guard rate > 0, dice.roll(number, Self.whether) < rate else { return nil }
            let kind = dice.bits(number, Self.which)
            return Self.fault(kind % Self.kinds, kind, amount: dice.roll(number, Self.howMuch))
        case .devices(let rate):
            guard rate > 0, dice.roll(number, Self.whether) < rate else { return nil }
            let kind = dice.bits(number, Self.which)
            return Self.fault(kind % Self.kindsOfDevices, kind, amount: dice.roll(number, Self.howMuch))
        }
    }

    /// - Parameters:
    ///   - kind: those of devices come first.
    ///   - bits: for what else there is to choose.
    ///   - amount: from 0 to below 1.
    /// - Returns: what goes wrong.
    private static func fault(_ kind: UInt64, _ bits: UInt64, amount: Double) -> Fault {
        switch kind {
        case 0..<5: return .unreachable
        case 5..<10: return .replyLost
        case 10..<13: return .reboot
        case 13..<15: return .powerCut(seconds: 10 + 2000 * amount)
        case 15: return .death
        case 16: return .undoFails
        case 17..<19: return .diskFull
        case 19..<21: return .stepFails
        case 21..<24: return .slow(factor: 2 + 20 * amount)
        case 24..<27: return .withoutEffect
        case 27..<30:
            let points = Fault.KillPoint.allCases
            let point = points[Int(bits >> 8) % points.count]
            return .controllerKilled(point, resumeAfter: amount < 0.1 ? nil : 2000 * amount * amount)
        case 30: return (bits >> 16) & 3 == 0 ? .aborted : .paused
        case 31: return .clockSetBack
        case 32:
            guard (bits >> 16) & 3 == 0 else { return .unreachable }
            return .outage(seconds: amount > 0.75 ? .infinity : 60 + 4000 * amount)
        default: return (bits >> 16) & 3 == 0 ? .emergency(knowsJournal: amount < 0.5) : .replyLost
        }
    }
}
