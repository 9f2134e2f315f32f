/// Tasks that wait for something to change; waking wakes them all, and each looks again for itself.
///
/// `@unchecked Sendable`: confined to one event loop. Actors pinned to that loop and its channel handlers share it.
final class WaitList: @unchecked Sendable {
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func wait() async {
        await withCheckedContinuation { waiting.append($0) }
    }

    func wake() {
        guard !waiting.isEmpty else { return }
        let woken = waiting
        waiting.removeAll(keepingCapacity: true)
        for continuation in woken { continuation.resume() }
    }
}
