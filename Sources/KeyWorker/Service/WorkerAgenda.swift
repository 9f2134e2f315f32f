import KeyExchange

/// What a worker does again and again.
enum WorkerTask: Hashable, CaseIterable {
    /// Looking which domains there are.
    case domains
    case reconcile
    case sweep
    case metrics
    case living
}

/// When it is time for what.
struct WorkerAgenda {
    private static let domainsEvery = Duration.seconds(2)

    private let settings: WorkerSettings
    /// Since the machine's start.
    private var next: [WorkerTask: Duration]

    /// The kernel is looked at and metrics are said at once.
    ///
    /// A first sweep waits, and so does the first list of who is living: a worker that has just started has hardly seen
    /// a handshake.
    init(_ settings: WorkerSettings, at moment: Moment) {
        self.settings = settings
        next = [
            .domains: moment.sinceStart, .reconcile: moment.sinceStart, .metrics: moment.sinceStart,
            .sweep: moment.sinceStart + settings.sweepEvery, .living: moment.sinceStart + settings.livingEvery,
        ]
    }

    /// What is due, which is put off to its next time by that.
    mutating func take(at moment: Moment) -> Set<WorkerTask> {
        let due = next.filter { $0.value <= moment.sinceStart }.keys
        for task in due { next[task] = moment.sinceStart + interval(of: task) }
        return Set(due)
    }

    private func interval(of task: WorkerTask) -> Duration {
        switch task {
        case .domains: Self.domainsEvery
        case .reconcile: settings.reconcileEvery
        case .sweep: settings.sweepEvery
        case .metrics: settings.metricsEvery
        case .living: settings.livingEvery
        }
    }
}
