import Foundation
import Synchronization

/// Asks web servers, many at once, on one thread.
///
/// Connections are kept and used again.
package final class HTTPClient: Sendable {
    private let core: ClientCore

    package init() throws(HTTPClientError) {
        let core = try ClientCore()
        self.core = core
        Thread.detachNewThread { core.run() }
    }

    deinit { core.end() }

    /// Sends a request and returns the answer, whatever its status.
    ///
    /// - Throws: `HTTPClientError`; of code `cancelled` when the task is.
    package func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
        let transfer = try Transfer(request)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.answer = continuation
                core.add(transfer)
            }
        } onCancel: {
            transfer.isCancelled.store(true, ordering: .releasing)
            core.wake()
        }
        return try result.get()
    }
}
