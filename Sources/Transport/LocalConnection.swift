import Synchronization

/// Runs commands with `/bin/sh -c` on this machine.
package final class LocalConnection: Connection {
    private struct State {
        var closed = false
        var nextCommand = 0
        var running: [Int: Task<CommandResult, any Error>] = [:]
    }

    private let host: String
    private let clock: any Clock<Duration>
    private let state = Mutex(State())

    /// `host`: the endpoint's name, for errors.
    package init(host: String, clock: any Clock<Duration> = ContinuousClock()) {
        BrokenPipe.ignored
        self.host = host
        self.clock = clock
    }

    package func run(
        _ command: RemoteCommand,
        observe: (@Sendable (OutputChunk) -> Void)?
    ) async throws(TransportError) -> CommandResult {
        let process = LocalProcess(command: command, host: host, clock: clock, observe: observe)
        let entry: (number: Int, task: Task<CommandResult, any Error>)? = state.withLock { state in
            guard !state.closed else { return nil }
            let task = Task { try await process.run() }
            state.nextCommand += 1
            state.running[state.nextCommand] = task
            return (state.nextCommand, task)
        }
        guard let (number, task) = entry else { throw lost }
        let result = await withTaskCancellationHandler {
            await task.result
        } onCancel: {
            task.cancel()
        }
        let closed = state.withLock { state in
            state.running[number] = nil
            return state.closed
        }
        switch result {
        case .success(let value):
            return value
        case .failure(let error as TransportError):
            throw error.code == .cancelled && closed ? lost : error
        case .failure(let error):
            throw TransportError(.protocolError, host: host, message: "cannot run /bin/sh: \(error)")
        }
    }

    package func close() async {
        let running = state.withLock { state in
            state.closed = true
            return state.running.values.map { $0 }
        }
        for task in running { task.cancel() }
    }

    private var lost: TransportError {
        TransportError(.connectionLost, host: host, message: "connection closed")
    }
}
