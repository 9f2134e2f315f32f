import NIOCore
import NIOPosix
import Transport

/// Talks to an ssh-agent over its socket, one question at a time.
///
/// Protocol: draft-miller-ssh-agent. libssh2's own client blocks the event loop.
struct AgentClient: Sendable {
    private static let requestIdentities: UInt8 = 11
    private static let identitiesAnswer: UInt8 = 12
    private static let signRequest: UInt8 = 13
    private static let signResponse: UInt8 = 14

    private let channel: any Channel
    private let exchange: NIOLoopBound<AgentExchange>
    private let effort: Effort

    /// On the effort's event loop.
    init(socket path: String, effort: Effort) async throws(TransportError) {
        let connecting = ClientBootstrap(group: effort.loop).connect(unixDomainSocketPath: path)
        channel = try await effort.value(
            of: connecting,
            discard: { $0.close(promise: nil) },
            translate: { error in
                TransportError(.connectionLost, host: effort.host, message: "agent at \(path): \(error)")
            }
        )
        let handler = AgentExchange(loop: effort.loop)
        do {
            try channel.pipeline.syncOperations.addHandler(handler)
        } catch {
            throw TransportError(.connectionLost, host: effort.host, message: "agent at \(path): \(error)")
        }
        exchange = NIOLoopBound(handler, eventLoop: effort.loop)
        self.effort = effort
    }

    func close() {
        channel.close(promise: nil)
    }

    func identities() async throws(TransportError) -> [AgentIdentity] {
        var reader = try await ask([Self.requestIdentities], expecting: Self.identitiesAnswer)
        guard let count = reader.uint32() else { throw broken }
        var identities: [AgentIdentity] = []
        for _ in 0..<count {
            guard let blob = reader.string(), let comment = reader.string() else { throw broken }
            guard let key = HostKey(blob: [UInt8](blob)) else { continue }
            identities.append(AgentIdentity(key: key, comment: String(decoding: comment, as: UTF8.self)))
        }
        return identities
    }

    /// - Returns: the signature without the name of its algorithm, as libssh2 wants it.
    func sign(_ data: [UInt8], with key: HostKey) async throws(TransportError) -> [UInt8] {
        var request = SSHWriter()
        request.byte(Self.signRequest)
        request.string(key.blob)
        request.string(data)
        request.uint32(0)
        var reader = try await ask(request.bytes, expecting: Self.signResponse)
        guard let signature = reader.string() else { throw broken }
        var fields = SSHReader(signature)
        guard fields.string() != nil, let bare = fields.string() else { throw broken }
        return [UInt8](bare)
    }

    private func ask(_ message: [UInt8], expecting type: UInt8) async throws(TransportError) -> SSHReader {
        let answer = try await effort.value(of: exchange.value.ask(message, over: channel)) { _ in broken }
        var reader = SSHReader(answer[...])
        guard reader.byte() == type else {
            throw TransportError(.authenticationFailed, host: effort.host, message: "the agent refused")
        }
        return reader
    }

    private var broken: TransportError {
        TransportError(.connectionLost, host: effort.host, message: "the agent's answer makes no sense")
    }
}
