import CLibCurl
import Synchronization

/// Owns one `CURLM *`, whose thread carries all transfers.
///
/// `@unchecked Sendable`: only the thread uses the pointer; others only wake it, which libcurl allows.
final class ClientCore: @unchecked Sendable {
    private struct State {
        var arriving: [Transfer] = []
        var isOver = false
    }

    private let multi: UnsafeMutableRawPointer
    private let state = Mutex(State())

    init() throws(HTTPClientError) {
        guard CurlLibrary.initialised == CURLE_OK, let multi = curl_multi_init() else {
            throw HTTPClientError(.unusable, "libcurl does not start")
        }
        self.multi = multi
        // More wait for their turn; each is a file descriptor.
        umstieg_curl_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, 256)
        umstieg_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 64)
    }

    deinit { curl_multi_cleanup(multi) }

    // MARK: From any thread

    func add(_ transfer: Transfer) {
        state.withLock { $0.arriving.append(transfer) }
        wake()
    }

    func wake() { curl_multi_wakeup(multi) }

    func end() {
        state.withLock { $0.isOver = true }
        wake()
    }

    // MARK: On the thread

    /// Carries transfers until `end`.
    func run() {
        var running: [UnsafeMutableRawPointer: Transfer] = [:]
        while true {
            let (arrived, isOver) = state.withLock { state in
                defer { state.arriving = [] }
                return (state.arriving, state.isOver)
            }
            for transfer in arrived {
                if curl_multi_add_handle(multi, transfer.handle.pointer) == CURLM_OK {
                    running[transfer.handle.pointer] = transfer
                } else {
                    transfer.finish(CURLE_FAILED_INIT)
                }
            }
            for (pointer, transfer) in running where isOver || transfer.isCancelled.load(ordering: .acquiring) {
                curl_multi_remove_handle(multi, pointer)
                running[pointer] = nil
                transfer.cancel()
            }
            if isOver { return }
            var count: Int32 = 0
            curl_multi_perform(multi, &count)
            for (pointer, code) in finished() {
                curl_multi_remove_handle(multi, pointer)
                running.removeValue(forKey: pointer)?.finish(code)
            }
            // Libcurl's own timers end it earlier.
            curl_multi_poll(multi, nil, 0, 60_000, nil)
        }
    }

    private func finished() -> [(UnsafeMutableRawPointer, CURLcode)] {
        var finished: [(UnsafeMutableRawPointer, CURLcode)] = []
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let pointer = message.pointee.easy_handle else { continue }
            finished.append((pointer, message.pointee.data.result))
        }
        return finished
    }
}
