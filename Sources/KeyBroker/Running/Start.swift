import Synchronization

/// Finds the moment at which a broker is ready: both its sides have to be.
final class Start: Sendable {
    private struct State {
        var isListening = false
        var isConnected = false
        var isReady = false

        /// Whether it has just become ready.
        mutating func becomesReady() -> Bool {
            guard isListening, isConnected, !isReady else { return false }
            isReady = true
            return true
        }
    }

    private let state = Mutex(State())
    private let tell: @Sendable (BrokerService.Sign) -> Void

    init(tell: @escaping @Sendable (BrokerService.Sign) -> Void) { self.tell = tell }

    func listening(port: Int) {
        tell(.listening(port: port))
        note { $0.isListening = true }
    }

    func connected() { note { $0.isConnected = true } }

    private func note(_ change: (inout State) -> Void) {
        let isReady = state.withLock { state in
            change(&state)
            return state.becomesReady()
        }
        if isReady { tell(.ready) }
    }
}
