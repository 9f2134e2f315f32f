import NIOCore
import Transport

extension Effort {
    /// The future's value, unless the effort is stopped first.
    ///
    ///
    /// - `discard`: gets a value that came too late.
    /// - `translate`: turns the future's error into one to throw.
    func value<Value: Sendable>(
        of future: EventLoopFuture<Value>,
        discard: @escaping @Sendable (Value) -> Void = { _ in },
        translate: (any Error) -> TransportError
    ) async throws(TransportError) -> Value {
        let promise = loop.makePromise(of: Value.self)
        future.hop(to: loop).whenComplete { result in
            if self.error != nil, case .success(let value) = result { discard(value) }
            promise.completeWith(result)
        }
        onStop { if let error = self.error { promise.fail(error) } }
        do {
            return try await promise.futureResult.get()
        } catch let error as TransportError {
            throw error
        } catch {
            throw translate(error)
        }
    }

    /// Lets time pass, unless the effort is stopped first.
    func pause(_ duration: Duration) async throws(TransportError) {
        let timer = loop.scheduleTask(in: TimeAmount(duration)) {}
        _ = try await value(of: timer.futureResult) { error in
            TransportError(.cancelled, host: host, message: "\(error)")
        }
    }
}
