import FleetModel
import Rollouts
import Transport

/// The way back of a domain over simulated devices: the real one, but for the network, the clock and the journal.
///
/// Unchecked, as all of it runs on the thread of a `StepwiseExecutor`.
final class EmergencyDrill: Connector, Journal, Clock, @unchecked Sendable {
    private struct Session: Connection {
        let drill: EmergencyDrill
        let host: String

        func run(
            _ command: RemoteCommand,
            observe: (@Sendable (OutputChunk) -> Void)?
        ) async throws(TransportError) -> CommandResult {
            guard let output = drill.answer(host, command.text) else {
                throw TransportError(.connectionLost, host: host, message: "lost")
            }
            return CommandResult(ending: .exited(0), standardOutput: Array((output + "\n").utf8), standardError: [])
        }

        func close() async {}
    }

    /// What a device says to a command; nil if the answer gets lost.
    private let answer: (String, String) -> String?
    private let reaches: (String) -> Bool
    private let wait: (Double) -> Void
    private(set) var entries: [TimedEntry] = []
    private(set) var now = ContinuousClock.now
    let minimumResolution = Duration.zero

    init(
        answer: @escaping (String, String) -> String?,
        reaches: @escaping (String) -> Bool,
        wait: @escaping (Double) -> Void
    ) {
        self.answer = answer
        self.reaches = reaches
        self.wait = wait
    }

    /// - Returns: nil if it came to no end.
    func run(_ target: RetreatTarget, of fleet: Fleet, token: Int, history: SwitchHistory) -> RolloutOutcome? {
        let result = StepwiseExecutor().run {
            try await Retreat(
                id: "back",
                target: target,
                force: false,
                fleet: fleet,
                fencingToken: token,
                history: history,
                connector: self,
                journal: self,
                clock: self,
                now: { 0 },
                progress: { _ in }
            ).run()
        }
        return try? result?.get()
    }

    func connect(to endpoint: Endpoint, within limit: Duration) async throws(TransportError) -> any Connection {
        guard reaches(endpoint.name) else {
            throw TransportError(.unreachable, host: endpoint.name, message: "no answer")
        }
        return Session(drill: self, host: endpoint.name)
    }

    func append(_ entry: TimedEntry, to rollout: String) async throws { entries.append(entry) }

    func entries(of rollout: String) async throws -> [TimedEntry] { entries }

    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
        wait((deadline - now) / .seconds(1))
        now = max(now, deadline)
    }
}
