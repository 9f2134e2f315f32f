import Subprocess
import SystemPackage

/// One command that runs in a process group of its own on this machine.
struct LocalProcess: Sendable {
    private enum Event: Sendable {
        case output([UInt8])
        case errors([UInt8])
        case inputDone
    }

    let command: RemoteCommand
    let host: String
    let clock: any Clock<Duration>
    let observe: (@Sendable (OutputChunk) -> Void)?

    /// Runs the command to its end, or kills its process group at the deadline, on cancellation and on too much output.
    func run() async throws -> CommandResult {
        try await withThrowingTaskGroup(of: CommandResult.self) { group in
            group.addTask { try await runUnlimited() }
            group.addTask {
                try await clock.sleep(for: command.limit)
                throw TransportError(
                    .timedOut,
                    host: host,
                    message: "timed out after \(command.limit.brief) in command"
                )
            }
            defer { group.cancelAll() }
            do {
                guard let result = try await group.next() else { throw CancellationError() }
                return result
            } catch let error as TransportError {
                throw error
            } catch {
                guard Task.isCancelled else { throw error }
                throw TransportError(.cancelled, host: host, message: "cancelled")
            }
        }
    }

    private func runUnlimited() async throws -> CommandResult {
        var options = PlatformOptions()
        options.processGroupID = 0
        let outcome = try await Subprocess.run(
            .path("/bin/sh"),
            arguments: ["-c", command.text],
            platformOptions: options,
            input: .inputWriter,
            output: .sequence,
            error: .sequence
        ) { execution in
            try await withTaskCancellationHandler {
                do {
                    return try await collect(
                        execution.standardOutput,
                        execution.standardError,
                        execution.standardInputWriter
                    )
                } catch {
                    try? execution.send(signal: .kill, toProcessGroup: true)
                    throw error
                }
            } onCancel: {
                try? execution.send(signal: .kill, toProcessGroup: true)
            }
        }
        try Task.checkCancellation()
        let (output, errors) = outcome.closureResult
        let ending: CommandResult.Ending =
            switch outcome.terminationStatus {
            case .exited(let code): .exited(code)
            case .signaled(let number): .killed(signal: SignalName.of(number))
            }
        return CommandResult(ending: ending, standardOutput: output, standardError: errors)
    }

    private func collect(
        _ output: SubprocessOutputSequence,
        _ errors: SubprocessOutputSequence,
        _ input: StandardInputWriter
    ) async throws -> ([UInt8], [UInt8]) {
        try await withThrowingTaskGroup(of: ([UInt8], isError: Bool).self) { group in
            group.addTask {
                // A command may end without reading its input: not an error.
                if !command.standardInput.isEmpty { _ = try? await input.write(command.standardInput) }
                try? await input.finish()
                return ([], false)
            }
            group.addTask { (try await gather(output) { .standardOutput($0) }, false) }
            group.addTask { (try await gather(errors) { .standardError($0) }, true) }
            var all: ([UInt8], [UInt8]) = ([], [])
            for try await (bytes, isError) in group {
                if isError { all.1 += bytes } else { all.0 += bytes }
            }
            return all
        }
    }

    private func gather(
        _ sequence: SubprocessOutputSequence,
        _ chunk: (([UInt8]) -> OutputChunk)
    ) async throws -> [UInt8] {
        var all: [UInt8] = []
        for try await buffer in sequence {
            let bytes = buffer.withUnsafeBytes { [UInt8]($0) }
            all += bytes
            observe?(chunk(bytes))
            guard all.count <= command.outputLimit else {
                throw TransportError(
                    .outputTooLarge,
                    host: host,
                    message: "the command printed more than \(command.outputLimit) bytes"
                )
            }
        }
        return all
    }
}
