import Foundation
import GRDB
package import Mesh

/// Verdicts and findings of the past, with the time since when each finding has been there.
package struct HealthStore: Sendable {
    /// A finding, and since when it has been there.
    package struct Lasting: Sendable, Hashable {
        package var finding: Finding
        /// Seconds since 1970.
        package var since: Int
        package var lastSeen: Int
        /// Nil while it lasts.
        package var endedAt: Int?
    }

    /// Ended findings are forgotten after 30 days.
    package static let retention = 30 * 86_400

    private let database: FleetDatabase

    package init(_ database: FleetDatabase) {
        self.database = database
    }

    /// Keeps a report.
    ///
    /// Findings of subjects that it doesn't judge stay as they are.
    ///
    /// - Returns: since when each of its findings has been there, in seconds since 1970.
    package func record(
        _ report: HealthReport,
        retention: Int = HealthStore.retention
    ) throws(StoreError) -> [FindingIdentity: Int] {
        try database.write { db in
            var since: [FindingIdentity: Int] = [:]
            for health in report.subjects {
                try HealthVerdictRecord(
                    kind: health.subject.kind.rawValue,
                    name: health.subject.name,
                    verdict: health.verdict.rawValue,
                    takenAt: report.takenAt
                ).insert(db)
                try since.merge(record(health, at: report.takenAt, in: db)) { first, _ in first }
            }
            try HealthFindingRecord
                .filter(Column("ended_at") != nil && Column("last_seen") < report.takenAt - retention).deleteAll(db)
            return since
        }
    }

    private func record(
        _ health: SubjectHealth,
        at time: Int,
        in db: Database
    ) throws -> [FindingIdentity: Int] {
        var open = try records(of: health.subject).filter(Column("ended_at") == nil).fetchAll(db)
        var since: [FindingIdentity: Int] = [:]
        for finding in health.findings where since[finding.identity] == nil {
            let text = String(decoding: try JSONEncoder().encode(finding), as: UTF8.self)
            if let index = open.firstIndex(where: { $0.isOpen(finding.identity) }) {
                var record = open.remove(at: index)
                record.lastSeen = max(record.lastSeen, time)
                record.finding = text
                try record.update(db)
                since[finding.identity] = record.since
            } else {
                try HealthFindingRecord(
                    id: nil,
                    kind: finding.subject.kind.rawValue,
                    name: finding.subject.name,
                    check: finding.check.rawValue,
                    gateway: finding.gateway,
                    domain: finding.domain,
                    since: time,
                    lastSeen: time,
                    endedAt: nil,
                    finding: text
                ).insert(db)
                since[finding.identity] = time
            }
        }
        // A check that only a later version knows comes to its end here, too.
        for var record in open {
            record.endedAt = max(record.lastSeen, time)
            try record.update(db)
        }
        return since
    }

    /// The last verdict of a subject, and when it was given; nil if it was never judged.
    package func verdict(of subject: Subject) throws(StoreError) -> (verdict: Verdict, takenAt: Int)? {
        try database.read { db in
            let record =
                try HealthVerdictRecord
                .filter(Column("kind") == subject.kind.rawValue && Column("name") == subject.name).fetchOne(db)
            return record.flatMap { record in Verdict(rawValue: record.verdict).map { ($0, record.takenAt) } }
        }
    }

    /// What was found of a subject, the latest first.
    package func history(of subject: Subject, limit: Int = 100) throws(StoreError) -> [Lasting] {
        try database.read { db in
            try records(of: subject).limit(limit).fetchAll(db).compactMap { record in
                guard let finding = try? JSONDecoder().decode(Finding.self, from: Data(record.finding.utf8)) else {
                    return nil
                }
                return Lasting(
                    finding: finding,
                    since: record.since,
                    lastSeen: record.lastSeen,
                    endedAt: record.endedAt
                )
            }
        }
    }

    /// What was found by these checks and still holds.
    package func lasting(of checks: [Check]) throws(StoreError) -> [Finding] {
        try database.read { db in
            try HealthFindingRecord
                .filter(Column("ended_at") == nil && checks.map(\.rawValue).contains(Column("check")))
                .order(Column("id")).fetchAll(db)
                .compactMap { try? JSONDecoder().decode(Finding.self, from: Data($0.finding.utf8)) }
        }
    }

    private func records(of subject: Subject) -> QueryInterfaceRequest<HealthFindingRecord> {
        HealthFindingRecord
            .filter(Column("kind") == subject.kind.rawValue && Column("name") == subject.name)
            .order(Column("since").desc, Column("id").desc)
    }
}

extension HealthFindingRecord {
    fileprivate func isOpen(_ identity: FindingIdentity) -> Bool {
        check == identity.check.rawValue && gateway == identity.gateway && domain == identity.domain
    }
}
