import FleetModel
import KeyExchange
import Synchronization

extension Broker {
    /// What belongs together comes together: a worker's status, metrics and data, and after a connection was made, all
    /// that the server holds.
    private static let gathering = Duration.milliseconds(500)

    /// Begins to give a worker its keys again, from the first one if that is under way.
    func replay(to worker: String) {
        let task = Task { [weak self, time] in
            guard (try? await time.sleep(Self.gathering)) != nil else { return }
            await self?.replayNow(to: worker)
        }
        link.withLock { $0.replays.updateValue(task, forKey: worker) }?.cancel()
    }

    private func replayNow(to worker: String) async {
        // A copy, since to sort the keys takes longer than others should wait.
        let state = state.withLock(\.self)
        let now = time.now()
        let domains = state.domains(of: worker).map { (code: $0, keys: state.livingKeys(of: $0, now: now)) }
        guard let messenger, domains.contains(where: { !$0.keys.isEmpty }) else { return }
        let count = domains.reduce(0) { $0 + $1.keys.count }
        log.notice("replay", "giving \(worker) \(count) keys of \(domains.count) domains")
        counters.withLock { $0.replays += 1 }
        await Replay(worker: worker, domains: domains, rate: settings.broker.replayRate)
            .run(over: messenger, time: time) { count in counters.withLock { $0.replayedKeys += count } }
    }

    /// Says again to all workers that are there what they have to know: the lists have changed.
    package func replace(_ access: AccessLists) {
        let workers = state.withLock { state in
            state.replaceAccess(access)
            return state.online.filter(\.value).keys.sorted()
        }
        for worker in workers { replay(to: worker) }
    }

    /// Ends what runs by itself.
    func stopTasks() async {
        let tasks = link.withLock { link in
            defer { link.replays = [:] }
            return Array(link.replays.values)
        }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }
}
