import Synchronization
import Transport

extension TransportConformance {
    /// Returns what it found instead of what the rule says, nil if the rule was kept.
    typealias Check = @Sendable (any Connection) async -> String?

    static let rules: [(rule: String, check: Check)] = [
        ("outputs stay apart and a status is a result", streams),
        ("a signal's end is told by its name", killed),
        ("standard input arrives and ends", input),
        ("a command may leave its input unread", unreadInput),
        ("a deadline ends a command", deadline),
        ("cancelling ends a command", cancellation),
        ("too much output is an error", outputLimit),
        ("output within its limit is none", outputWithinLimit),
        ("the observer sees all output", observation),
        ("commands run side by side", sideBySide),
        ("a closed connection runs nothing", closing),
    ]

    private static func expect(
        _ expected: CommandResult,
        _ connection: any Connection,
        _ command: RemoteCommand
    ) async -> String? {
        do throws(TransportError) {
            let result = try await connection.run(command)
            guard result != expected else { return nil }
            return "\(result.ending) \(result.text.debugDescription) \(result.errorText.debugDescription)"
        } catch {
            return "\(error)"
        }
    }

    private static func expect(
        _ code: TransportError.Code,
        _ run: () async throws(TransportError) -> CommandResult
    ) async -> String? {
        do throws(TransportError) {
            return "\(try await run().ending)"
        } catch {
            return error.code == code ? nil : "\(error.code): \(error)"
        }
    }

    private static func streams(_ connection: any Connection) async -> String? {
        let expected = CommandResult(
            ending: .exited(3),
            standardOutput: Array("out".utf8),
            standardError: Array("err".utf8)
        )
        return await expect(expected, connection, Commands.streams)
    }

    private static func killed(_ connection: any Connection) async -> String? {
        let expected = CommandResult(ending: .killed(signal: "KILL"), standardOutput: [], standardError: [])
        return await expect(expected, connection, Commands.killed)
    }

    private static func input(_ connection: any Connection) async -> String? {
        let input = Commands.input.standardInput
        let expected = CommandResult(ending: .exited(0), standardOutput: input, standardError: [])
        return await expect(expected, connection, Commands.input)
    }

    private static func unreadInput(_ connection: any Connection) async -> String? {
        let expected = CommandResult(ending: .exited(0), standardOutput: [], standardError: [])
        return await expect(expected, connection, Commands.unreadInput)
    }

    private static func deadline(_ connection: any Connection) async -> String? {
        await expect(.timedOut) { () async throws(TransportError) in try await connection.run(Commands.slow) }
    }

    private static func cancellation(_ connection: any Connection) async -> String? {
        let task = Task { () async -> Result<CommandResult, TransportError> in
            do throws(TransportError) {
                return .success(try await connection.run(Commands.endless))
            } catch {
                return .failure(error)
            }
        }
        task.cancel()
        return await expect(.cancelled) { () async throws(TransportError) in try await task.value.get() }
    }

    private static func outputLimit(_ connection: any Connection) async -> String? {
        await expect(.outputTooLarge) { () async throws(TransportError) in try await connection.run(Commands.tooMuch) }
    }

    private static func outputWithinLimit(_ connection: any Connection) async -> String? {
        let expected = CommandResult(ending: .exited(0), standardOutput: Array("1234".utf8), standardError: [])
        return await expect(expected, connection, Commands.enough)
    }

    private static func observation(_ connection: any Connection) async -> String? {
        let seen = Mutex((output: [UInt8](), errors: [UInt8]()))
        do throws(TransportError) {
            _ = try await connection.run(Commands.streams) { chunk in
                seen.withLock { seen in
                    switch chunk {
                    case .standardOutput(let bytes): seen.output += bytes
                    case .standardError(let bytes): seen.errors += bytes
                    }
                }
            }
        } catch {
            return "\(error)"
        }
        let (output, errors) = seen.withLock { $0 }
        guard output == Array("out".utf8), errors == Array("err".utf8) else {
            return String(decoding: output + errors, as: UTF8.self)
        }
        return nil
    }

    private static func sideBySide(_ connection: any Connection) async -> String? {
        await withTaskGroup(of: String?.self) { group in
            for number in 0..<20 {
                group.addTask {
                    let expected = CommandResult(
                        ending: .exited(0),
                        standardOutput: Array("\(number)\n".utf8),
                        standardError: []
                    )
                    return await expect(expected, connection, Commands.numbered(number))
                }
            }
            return await group.reduce(nil) { $0 ?? $1 }
        }
    }

    private static func closing(_ connection: any Connection) async -> String? {
        await connection.close()
        return await expect(.connectionLost) { () async throws(TransportError) in
            try await connection.run(Commands.enough)
        }
    }
}
