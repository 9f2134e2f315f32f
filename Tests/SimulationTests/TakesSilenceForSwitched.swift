import Planning
import Rollouts
import Transactions

/// Takes nodes that can't be reached for switched: one of their two transactions for confirmed.
protocol TakesSilenceForSwitched: BrokenMachine {
    static var part: UnitID.Part? { get }
}

extension TakesSilenceForSwitched {
    mutating func handle(_ event: RolloutMachine.Event, at moment: Double) throws -> [RolloutMachine.Action] {
        guard case .completed(let operation, .unreachable) = event, case .begin = operation.verb,
            let unit = operation.unit, unit.part == Self.part, !unit.host.hasPrefix("gw")
        else { return try machine.handle(event, at: moment) }
        let report = DeviceReport(
            id: "t",
            scope: unit.scope,
            rollout: "r",
            domain: nil,
            role: .switchesNode,
            owner: "",
            state: .confirmed,
            step: 1,
            stepCount: 1,
            stepName: "",
            remaining: nil,
            revertBound: 60,
            bootID: "",
            fencingToken: 1,
            deviceFencingToken: 1,
            reason: "",
            differences: [],
            digests: nil
        )
        return try machine.handle(.completed(operation, .reported(report)), at: moment)
    }
}
