import Planning

extension ConfigNode {
    private static let counts = 0...1_000_000
    /// More waves than that are no plan.
    private static let mostWaves = 1000
    /// One after the other, each for minutes.
    private static let mostMeasured = 100
    /// Seconds; those of a playbook's deadline.
    private static let deadlines = 30...3600

    /// Whole devices or a share of them: `1`, `5%`, or a list of such.
    func waveSizes() -> [WaveSize]? {
        guard kind == .sequence else { return waveSize().map { [$0] } }
        guard let items = sequence() else { return nil }
        guard (1...Self.mostWaves).contains(items.count) else {
            fail("expected 1 to \(Self.mostWaves) waves, found \(items.count)")
            return nil
        }
        let sizes = items.compactMap { $0.waveSize() }
        return sizes.count == items.count ? sizes : nil
    }

    private func waveSize() -> WaveSize? {
        let expectation = "devices such as 5, or a percentage above 0% and up to 100%, such as 5%"
        guard kind == .scalar, let text = string() else { return unexpected(expectation) }
        if text.hasSuffix("%"), let percent = String(text.dropLast()).plainDecimal, percent > 0, percent <= 100 {
            return .percent(percent)
        }
        guard let count = Int(text), String(count) == text, (1...Self.counts.upperBound).contains(count) else {
            return unexpected(expectation)
        }
        return .count(count)
    }

    /// `{hosts: 2, clients: 50, islands: 0}`.
    func failureBudget() -> FailureBudget? {
        guard let fields = mapping(allowed: ["hosts", "clients", "islands"]) else { return nil }
        let hosts = fields.optional("hosts").map { $0.integer(in: Self.counts) } ?? 0
        let clients = fields.optional("clients")?.integer(in: Self.counts)
        let islands = fields.optional("islands")?.integer(in: Self.counts)
        return hosts.map { FailureBudget(hosts: $0, clients: clients, islands: islands) }
    }

    /// `{min: 60s, max: 15m, factor: 3}`.
    func deadlinePolicy() -> DeadlinePolicy? {
        guard let fields = mapping(allowed: ["min", "max", "factor"]) else { return nil }
        let minimum = fields.required("min")?.seconds(in: Self.deadlines)
        let maximum = fields.required("max")?.seconds(in: Self.deadlines)
        let factor = fields.required("factor")?.decimal(in: 1...100)
        guard let minimum, let maximum, let factor else { return nil }
        guard minimum <= maximum else {
            fail("«min» is longer than «max»")
            return nil
        }
        return DeadlinePolicy(minimum: minimum, maximum: maximum, factor: factor)
    }

    /// `{for: 7d, backoff: 5m..6h}`.
    func lateJoining() -> LateJoining? {
        guard let fields = mapping(allowed: ["for", "backoff"]) else { return nil }
        let period = fields.required("for")?.seconds(in: 60...(365 * 86_400))
        let pauses = fields.required("backoff")?.durations(in: 10...(7 * 86_400))
        guard let period, let pauses else { return nil }
        return LateJoining(period: period, shortestPause: pauses.lowerBound, longestPause: pauses.upperBound)
    }

    /// `{nodes: 3, runs: 5, seconds: 5}`, or with a list of nodes.
    func measuringPolicy() -> MeasuringPolicy? {
        guard let fields = mapping(allowed: ["nodes", "runs", "seconds"]) else { return nil }
        let sample = fields.required("nodes")?.measuredNodes()
        let runs = fields.optional("runs").map { $0.integer(in: 1...100) } ?? 5
        let seconds = fields.optional("seconds").map { $0.integer(in: 1...60) } ?? 5
        guard let sample, let runs, let seconds else { return nil }
        return MeasuringPolicy(sample: sample, runs: runs, seconds: seconds)
    }

    private func measuredNodes() -> MeasuringPolicy.Sample? {
        if kind == .scalar { return integer(in: 1...Self.mostMeasured).map { .count($0) } }
        guard let names = strings() else { return nil }
        guard (1...Self.mostMeasured).contains(names.count) else {
            fail("expected 1 to \(Self.mostMeasured) nodes, found \(names.count)")
            return nil
        }
        return .named(names)
    }

    /// `Sa 01:00-05:00 Europe/Berlin`.
    func maintenanceWindow() -> MaintenanceWindow? {
        guard let text = string() else { return nil }
        do {
            return try MaintenanceWindow(text)
        } catch {
            fail("\(error)")
            return nil
        }
    }

    /// `yes` or `no`: a word that nobody writes by accident.
    func yes() -> Bool? {
        if isText("yes") { return true }
        return isText("no") ? false : unexpected("yes or no")
    }
}
