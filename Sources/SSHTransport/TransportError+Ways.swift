import Transport

extension TransportError {
    /// Whether another way to the same host may do.
    ///
    /// A host that shows another key is told at once, whatever other ways there are.
    var leavesOtherWays: Bool {
        switch code {
        case .nameNotFound, .connectionRefused, .unreachable, .timedOut, .connectionLost: true
        case .hostKeyUnknown, .hostKeyChanged, .hostKeyRevoked, .authenticationFailed, .unsupported, .outputTooLarge,
            .cancelled, .protocolError:
            false
        }
    }

    /// What is told when no way has led there: all that was tried.
    init(allOf failures: [TransportError], host: String) {
        guard let last = failures.last else {
            self.init(.unreachable, host: host, message: "there is no way to it")
            return
        }
        let message =
            failures.count == 1
            ? last.message
            : failures.map(\.message).joined(separator: "; by another way ")
        self.init(last.code, host: host, message: message, jump: failures.count == 1 ? last.jump : nil)
    }
}
