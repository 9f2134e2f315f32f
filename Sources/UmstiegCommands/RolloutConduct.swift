import FleetModel
import FleetStore
import Foundation
import Planning
import Reporting
import Rollouts

/// Runs a rollout that holds the lock, from its start or from where another controller has left it.
struct RolloutConduct {
    var session: FleetSession
    var console: Console
    var output: StatusOutputOptions
    var exchange: ExchangeOptions

    /// - Throws: `CommandFailure` with the outcome's exit code, unless all is done; `LockLost`, `StoreError`.
    func run(_ rollout: RolloutSummary, _ plan: Plan, from beginning: RolloutEngine.Beginning) async throws {
        let locked = LockedJournal(session.journal, rollout: rollout)
        let monitor = ProgressMonitor(
            style: output.progressStyle(on: console),
            units: plan.units
        ) { [console, output] text in
            console.write(text, to: output.events ? .output : .error)
        }
        let worker = FleetWorker(
            plan: plan,
            rollout: rollout.id,
            owner: rollout.owner,
            fencingToken: rollout.fencingToken,
            connector: session.connector,
            programs: InstalledPrograms(),
            observer: FleetObserver(
                plan,
                connector: session.connector,
                exchange: exchange.probe(of: plan.fleet, environment: console.environment),
                now: { Int(Date().timeIntervalSince1970) }
            )
        )
        let engine = RolloutEngine(
            plan: plan,
            rollout: rollout.id,
            journal: locked,
            worker: worker,
            controls: session.journal,
            now: { Date().timeIntervalSince1970 },
            beginning: beginning,
            progress: { monitor.tell($0) }
        )
        let outcome = try await locked.withHeartbeat {
            try await Interruption.forwarded(to: { engine.pause(by: rollout.owner) }) { try await engine.run() }
        }
        let status = try session.journal.status(of: rollout)
        if !output.events { console.write(output.text(StatusReport(status), style: console.style), to: .output) }
        try outcome.check(status, next: rollout.next)
    }
}
