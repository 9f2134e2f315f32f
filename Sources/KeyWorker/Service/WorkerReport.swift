import FleetModel
import KeyExchange
import Logging

/// What a worker writes into its log, however much happens.
struct WorkerReport {
    /// Lines a minute about keys that were refused, and about changes that failed.
    private static let mostLines = 30
    private static let period = Duration.seconds(60)

    private let log: Logger
    private var findings: [String: [String]] = [:]
    private var unread: [String] = []
    private var periodStart: Duration?
    private var lines = 0
    private var unsaid = 0

    init(_ log: Logger) { self.log = log }

    mutating func tell(_ mail: Mail, at moment: Moment) {
        if mail.malformed > 0 { warn("\(mail.malformed) payloads that can't be read", at: moment) }
        if mail.retained > 0 { warn("\(mail.retained) retained keys, which are not taken", at: moment) }
        if mail.overflowing > 0 { warn("\(mail.overflowing) keys more than can be taken at a time", at: moment) }
    }

    mutating func tell(_ result: DomainWorker.Result, of domain: String, at moment: Moment) {
        let counts = [
            (result.added.count, "added"), (result.removed.count, "removed"),
            (result.adopted, "found in the kernel"), (result.repaired, "missing and put back"),
        ]
        let said = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        if !said.isEmpty { log.info("\(domain): \(said.joined(separator: ", "))") }
        for (key, why) in result.refused { warn("\(domain): \(key) is refused: \(why.description)", at: moment) }
        for (key, why) in result.released { warn("\(domain): \(key) is let go: \(why.description)", at: moment) }
        for failure in result.failures { warn("\(domain): \(failure)", at: moment) }
    }

    /// Tells findings when they are others than before.
    mutating func tell(_ new: [String], of domain: String) {
        guard findings[domain] != new else { return }
        let old = findings.updateValue(new, forKey: domain)
        for finding in new where old?.contains(finding) != true { log.warning("\(domain): \(finding)") }
        if new.isEmpty { log.notice("\(domain): its interfaces are in order") }
    }

    /// Tells which files of domains don't count, when they are others than before.
    mutating func tell(unread new: [String]) {
        for finding in new where !unread.contains(finding) { log.warning("\(finding)") }
        unread = new
    }

    /// Tells that a domain isn't served any longer.
    mutating func tellEnd(of domain: String) {
        findings[domain] = nil
        log.notice("\(domain): no longer served")
    }

    private mutating func warn(_ line: String, at moment: Moment) {
        if periodStart.map({ moment.sinceStart - $0 >= Self.period }) ?? true {
            if unsaid > 0 { log.warning("\(unsaid) more lines like the last ones were left out") }
            (periodStart, lines, unsaid) = (moment.sinceStart, 0, 0)
        }
        guard lines < Self.mostLines else {
            unsaid += 1
            return
        }
        lines += 1
        log.warning("\(line)")
    }
}
