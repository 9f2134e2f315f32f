import Transport

/// The bytes that go into a running command and come out of it.
struct CommandExchange {
    let command: RemoteCommand
    private let observe: (@Sendable (OutputChunk) -> Void)?
    private(set) var standardOutput: [UInt8] = []
    private(set) var standardError: [UInt8] = []
    private(set) var inputClosed = false
    private var inputSent = 0

    init(command: RemoteCommand, observe: (@Sendable (OutputChunk) -> Void)?) {
        self.command = command
        self.observe = observe
    }

    var pendingInput: ArraySlice<UInt8> { command.standardInput[inputSent...] }

    mutating func consumeInput(_ count: Int) {
        inputSent = min(inputSent + count, command.standardInput.count)
    }

    mutating func closeInput() {
        inputClosed = true
    }

    /// - Returns: whether the output is still within its limit.
    mutating func append(_ bytes: ArraySlice<UInt8>, toError: Bool) -> Bool {
        if toError {
            standardError += bytes
            observe?(.standardError([UInt8](bytes)))
        } else {
            standardOutput += bytes
            observe?(.standardOutput([UInt8](bytes)))
        }
        return max(standardOutput.count, standardError.count) <= command.outputLimit
    }
}
