import FleetModel
import Planning
import Transactions
import Transport

/// What is done on a device before its transaction: it changes nothing that runs, and may be done twice.
///
/// New firmware is brought by the worker, as it outlasts the connection.
struct Preparation {
    struct Failed: Error {
        var reason: String

        init(reason: String) { self.reason = reason }

        /// - Parameters:
        ///   - result: of a command, which may have said why.
        ///   - reason: stands where it said nothing.
        init(_ result: CommandResult, else reason: String) {
            let said = result.errorText.firstLines
            self.reason = said.isEmpty ? reason : said
        }
    }

    /// Several megabytes may come over a thin line.
    private static let programLimit = Duration.seconds(600)

    var device: Device
    var programs: any ProgramSource

    /// - Returns: the public key, for a step that makes one.
    /// - Throws: `Failed`, or `TransportError` when nothing is known.
    func perform(_ step: Step) async throws -> String? {
        switch step {
        case .wireGuardKey(let step):
            return try await key(from: RemoteCommand(step.script))
        case .nodeKey(let step):
            return try await key(from: RemoteCommand(step.command))
        case .program(let step):
            try await bring(step)
            return nil
        case .firmware, .file, .networkd, .batmanOverride, .service, .uci, .gluon, .command, .waitFor:
            throw Failed(reason: "is no preparation")
        }
    }

    /// The public half is what such a command prints.
    private func key(from command: RemoteCommand) async throws -> String {
        let result = try await device.run(command)
        let answer = result.text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        guard result.succeeded, let key = try? WireGuardKey(answer) else {
            throw Failed(result, else: "no public key came of it")
        }
        return key.base64
    }

    private func bring(_ step: ProgramStep) async throws {
        if try await device.run(RemoteCommand(step.checkScript)).succeeded { return }
        let bytes: [UInt8]
        do {
            bytes = try programs.bytes(of: step)
        } catch {
            throw Failed(reason: "\(error)")
        }
        let command = RemoteCommand(step.installScript, standardInput: bytes, limit: Self.programLimit)
        let result = try await device.run(command)
        guard result.succeeded else { throw Failed(result, else: "the program could not be written") }
    }
}
