import Planning
import Transactions
import Transport

/// New firmware, which nothing takes back: it is begun once, only where nothing speaks against it, and seen to run.
extension FleetWorker {
    /// An image may come over a thin line.
    private static let bringLimit = Duration.seconds(1200)
    private static let lookPause = Duration.seconds(5)
    /// `sysupgrade` hands over to init and ends; a node that still runs the old so long after that isn't flashed.
    private static let handover = Duration.seconds(120)

    /// - Parameters:
    ///   - unit: the node.
    ///   - step: what it is to run.
    ///   - tell: called with what is done, for people.
    /// - Throws: `.failed` for a node that stays on what it has, `.unreachable` for one that wasn't seen since.
    func renewFirmware(
        of unit: UnitID,
        _ step: FirmwareStep,
        _ tell: (String) -> Void
    ) async throws(OperationFailure) {
        let found = try await firmware(of: unit)
        if found.release != step.release {
            switch found.begun {
            case nil:
                try await begin(step, on: unit, tell)
            case let begun? where begun.bootID == found.bootID && begun.release == step.release:
                // By a controller that is gone; it goes on alone.
                break
            case let begun?:
                throw failed(
                    "new firmware, \(begun.release), was begun before, and it runs \(found.release): find out why, then "
                        + "`rm \(DeviceVerb.gluonState)/firmware` there"
                )
            }
            tell("waiting for \(step.release)")
            try await awaitFirmware(step, on: unit, since: found)
        }
        if found.begun != nil || found.release != step.release {
            _ = try await asking(unit) { try await $0.run(RemoteCommand(FirmwareStep.endScript)) }
        }
    }

    private func begin(
        _ step: FirmwareStep,
        on unit: UnitID,
        _ tell: (String) -> Void
    ) async throws(OperationFailure) {
        tell("looking whether anything speaks against it")
        // From here on older controllers are refused.
        let pending = try await asking(unit) { try await $0.list(fenced: true) }.first { !$0.state.isAtEnd }
        if let pending {
            throw failed("transaction \(pending.id) is \(pending.state.rawValue) there; try again when it has ended")
        }
        try await run(RemoteCommand(step.checkScript(scope: unit.scope)), on: unit)
        if case .image(let image) = step.source {
            tell("bringing the image")
            let bytes: [UInt8]
            do {
                bytes = try programs.bytes(of: image)
            } catch {
                throw failed("\(error)")
            }
            let script = FirmwareStep.bringScript(image, bytes: bytes.count)
            try await run(RemoteCommand(script, standardInput: bytes, limit: Self.bringLimit), on: unit)
        }
        tell("the flash begins")
        try await run(RemoteCommand(step.beginScript(scope: unit.scope)), on: unit)
    }

    /// Looks until the node, which was as `before` tells, runs what was begun.
    private func awaitFirmware(
        _ step: FirmwareStep,
        on unit: UnitID,
        since before: FirmwareStanding
    ) async throws(OperationFailure) {
        let elapsed = clock.measuring()
        var last = "it ran \(before.release)"
        var sinceEnd: (() -> Duration)?
        repeat {
            try? await clock.sleep(for: Self.lookPause)
            switch await look(at: unit) {
            case .failure(let failure):
                if case .failed = failure.result { throw failure }
                last = failure.description
            case .success(let found):
                if found.release == step.release { return }
                guard found.bootID == before.bootID else {
                    throw failed("it has booted and runs \(found.release), not \(step.release)")
                }
                if found.hasEnded, sinceEnd == nil { sinceEnd = clock.measuring() }
                if let sinceEnd, sinceEnd() >= Self.handover {
                    // So another rollout may begin it once more.
                    _ = try await asking(unit) { try await $0.run(RemoteCommand(FirmwareStep.endScript)) }
                    throw failed("no new firmware came of it: \(found.log)")
                }
                last = "it still ran \(found.release)"
            }
        } while elapsed() < .seconds(step.within) && !Task.isCancelled
        throw OperationFailure(
            result: .unreachable("\(step.release) was begun, and the node hasn't answered from it yet: \(last)")
        )
    }

    private func look(at unit: UnitID) async -> Result<FirmwareStanding, OperationFailure> {
        do {
            return .success(try await firmware(of: unit))
        } catch {
            return .failure(error)
        }
    }

    /// - Throws: `.failed` also for another node at the node's address.
    private func firmware(of unit: UnitID) async throws(OperationFailure) -> FirmwareStanding {
        let result = try await asking(unit) { try await $0.run(RemoteCommand(FirmwareStep.lookScript)) }
        let standing: FirmwareStanding
        do {
            standing = try FirmwareStanding(result.text)
        } catch {
            throw failed("\(error)")
        }
        guard standing.id == unit.host.lowercased() else {
            throw failed("at its address is another node, «\(standing.id.prefix(40))»")
        }
        return standing
    }

    private func run(_ command: RemoteCommand, on unit: UnitID) async throws(OperationFailure) {
        let result = try await asking(unit) { try await $0.run(command) }
        guard result.succeeded else {
            throw failed(result.errorText.isEmpty ? "a script for new firmware failed" : result.errorText.firstLines)
        }
    }

    private func failed(_ reason: String) -> OperationFailure {
        OperationFailure(result: .failed(["firmware: \(reason)"]))
    }
}
