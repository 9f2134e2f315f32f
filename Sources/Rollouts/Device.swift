package import Transactions
package import Transport

/// One device over one connection: verbs in, reports out.
package struct Device: Sendable {
    /// How a verb failed to bring an answer.
    package enum Failure: Error, Sendable, Equatable, CustomStringConvertible {
        /// The device declined and changed nothing.
        case refused(DeviceRefusal)
        /// Something was sent; what came of it only the device knows.
        case unknown(String)
        /// What should be sent can't be; nothing was.
        case invalid(String)

        package var description: String {
            switch self {
            case .refused(let refusal): refusal.message
            case .unknown(let reason), .invalid(let reason): reason
            }
        }
    }

    /// Seconds that a verb may take besides what it waits for.
    private static let patience = 180

    private let connection: any Connection
    private let become: String?
    private let fencingToken: Int
    private let stateDirectory: String

    /// - Parameters:
    ///   - connection: to the device.
    ///   - become: the command that makes another user root.
    ///   - fencingToken: of the controller.
    ///   - stateDirectory: where the device keeps its transactions.
    package init(
        connection: any Connection,
        become: String?,
        fencingToken: Int,
        stateDirectory: String = DeviceVerb.debianState
    ) {
        self.connection = connection
        self.become = become
        self.fencingToken = fencingToken
        self.stateDirectory = stateDirectory
    }

    package func run(_ command: RemoteCommand) async throws(TransportError) -> CommandResult {
        try await connection.run(command.becoming(become))
    }

    /// Has a verb done whose answer is one transaction.
    ///
    /// - Parameters:
    ///   - verb: any but `list`, `hold` and `release`.
    ///   - wait: seconds that the verb itself may wait on the device.
    ///   - observe: called with each step that `apply` or `rollback` tells.
    /// - Returns: the transaction as it is after the verb.
    /// - Throws: `Failure`.
    package func report(
        _ verb: DeviceVerb,
        wait: Int = 0,
        observe: (@Sendable (DeviceProgress) -> Void)? = nil
    ) async throws(Failure) -> DeviceReport {
        let result = try await send(verb, wait: wait, observe: observe)
        do {
            return try DeviceAnswer.report(from: result.standardOutput)
        } catch {
            throw failure(error, result)
        }
    }

    /// All transactions of the device.
    ///
    /// - Parameter fenced: whether older controllers are refused from then on.
    /// - Returns: the oldest first, without digests.
    /// - Throws: `Failure`.
    package func list(fenced: Bool = false) async throws(Failure) -> [DeviceReport] {
        let result = try await send(.list(fenced: fenced), wait: 0, observe: nil)
        do {
            return try DeviceAnswer.reports(from: result.standardOutput)
        } catch {
            throw failure(error, result)
        }
    }

    /// Forbids new transactions in a scope, or allows them again.
    package func setHold(_ held: Bool, on scope: String) async throws(Failure) {
        let result = try await send(held ? .hold(scope: scope) : .release(scope: scope), wait: 0, observe: nil)
        do {
            _ = try DeviceAnswer.hold(from: result.standardOutput)
        } catch {
            throw failure(error, result)
        }
    }

    private func send(
        _ verb: DeviceVerb,
        wait: Int,
        observe: (@Sendable (DeviceProgress) -> Void)?
    ) async throws(Failure) -> CommandResult {
        let command: DeviceCommand
        do {
            command = try verb.command(fencingToken: fencingToken, stateDirectory: stateDirectory)
        } catch {
            throw .invalid("\(error)")
        }
        let remote = RemoteCommand(
            command.text,
            standardInput: command.standardInput,
            limit: .seconds(Self.patience + wait),
            outputLimit: DeviceAnswer.limit
        )
        let lines = observe.map(ProgressLines.init)
        do {
            return try await connection.run(remote.becoming(become)) { chunk in lines?.take(chunk) }
        } catch {
            throw .unknown(error.message)
        }
    }

    private func failure(_ error: any Error, _ result: CommandResult) -> Failure {
        if let refusal = error as? DeviceRefusal { return .refused(refusal) }
        let said = result.errorText.suffix(300).split(whereSeparator: \.isNewline).joined(separator: "; ")
        return .unknown("no answer that can be read (\(error))" + (said.isEmpty ? "" : "; it said: \(said)"))
    }
}
