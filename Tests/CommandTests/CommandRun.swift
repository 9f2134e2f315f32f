import Foundation
import Synchronization
import UmstiegCommands

/// What one command line printed, and how it ended.
struct CommandRun {
    var status: ExitStatus
    var output: String
    var errors: String

    /// Runs a command in this process.
    init(_ arguments: String..., in directory: String = "/") async {
        await self.init(arguments: arguments, in: directory)
    }

    /// Runs a command in this process.
    init(
        arguments: [String],
        in directory: String = "/",
        environment: [String: String] = [:],
        isTerminal: Bool = false
    ) async {
        let texts = Mutex<[Console.Stream: String]>([:])
        let console = Console(
            directory: directory,
            environment: environment,
            isTerminal: isTerminal,
            now: { Date(timeIntervalSince1970: 1_795_000_000) },
            writer: { text, stream in texts.withLock { $0[stream, default: ""] += text } }
        )
        status = await Umstieg.run(arguments, on: console)
        output = texts.withLock { $0[.output] ?? "" }
        errors = texts.withLock { $0[.error] ?? "" }
    }

    /// The standard output as parsed JSON.
    func json() throws -> Any {
        try JSONSerialization.jsonObject(with: Data(output.utf8))
    }
}
