/// How a command ended, and what it printed.
package struct CommandResult: Sendable, Equatable {
    package enum Ending: Sendable, Equatable {
        case exited(Int32)
        /// By a signal, named without `SIG`: `KILL`.
        case killed(signal: String)
    }

    package var ending: Ending
    package var standardOutput: [UInt8]
    package var standardError: [UInt8]

    package init(ending: Ending, standardOutput: [UInt8], standardError: [UInt8]) {
        self.ending = ending
        self.standardOutput = standardOutput
        self.standardError = standardError
    }

    package var succeeded: Bool { ending == .exited(0) }

    /// Standard output as text; bytes that are not UTF-8 become U+FFFD.
    package var text: String { String(decoding: standardOutput, as: UTF8.self) }
    /// Standard error as text; bytes that are not UTF-8 become U+FFFD.
    package var errorText: String { String(decoding: standardError, as: UTF8.self) }
}
