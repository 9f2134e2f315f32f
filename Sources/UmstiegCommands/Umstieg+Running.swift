import ArgumentParser
import FleetModel
import FleetStore
import Importing

extension Umstieg {
    /// Runs a command line and reports its errors: the whole program, but for the process around it.
    ///
    /// - Parameters:
    ///   - arguments: without the program's name.
    ///   - console: what the command may see of the outside, and where its output goes.
    /// - Returns: how the process is to end.
    package static func run(_ arguments: [String], on console: Console) async -> ExitStatus {
        await Console.$current.withValue(console) {
            do {
                var command = try parseAsRoot(arguments)
                if var command = command as? any AsyncParsableCommand {
                    try await command.run()
                } else {
                    try command.run()
                }
                return .done
            } catch {
                return report(error, on: console)
            }
        }
    }

    /// The one place that turns errors into messages and exit codes.
    private static func report(_ error: any Error, on console: Console) -> ExitStatus {
        switch error {
        case let error as CommandFailure: return fail(error.status, "\(error)", on: console)
        case let error as KeyError: return report(CommandFailure(error), on: console)
        case let error as ConfigErrors: return fail(.usage, "\(error)", on: console)
        case let error as SelectorError: return fail(.usage, "\(error)", on: console)
        case let error as StoreError: return fail(.failed, "\(error)", on: console)
        case let error as LockHeld: return fail(.failed, "\(error)", on: console)
        case let error as NotResumable: return fail(.failed, "\(error)", on: console)
        case let error as LockLost: return fail(.pending, "\(error)", on: console)
        default: return reportParsing(error, on: console)
        }
    }

    private static func fail(_ status: ExitStatus, _ messages: String, on console: Console) -> ExitStatus {
        for line in messages.split(separator: "\n") {
            console.write("error: \(line)\n", to: .error)
        }
        return status
    }

    /// Help, the version, and usage errors, for which ArgumentParser has the words.
    private static func reportParsing(_ error: any Error, on console: Console) -> ExitStatus {
        let text = fullMessage(for: error)
        guard exitCode(for: error) != .success else {
            console.write(text + "\n", to: .output)
            return .done
        }
        let heading = "Error: "
        let message = text.hasPrefix(heading) ? "error: " + text.dropFirst(heading.count) : text
        console.write(message + "\n", to: .error)
        return exitCode(for: error) == .validationFailure ? .usage : .failed
    }
}
