/// All verdicts of one poll.
package struct HealthReport: Sendable, Hashable, Codable {
    /// Seconds since 1970.
    package var takenAt: Int
    /// Sorted by subject.
    package var subjects: [SubjectHealth]

    package init(takenAt: Int, subjects: [SubjectHealth]) {
        self.takenAt = takenAt
        self.subjects = subjects
    }

    /// The worst of all; unknown where there is nothing to judge.
    package var verdict: Verdict { subjects.map(\.verdict).max() ?? .unknown }

    package var findings: [Finding] { subjects.flatMap(\.findings) }

    /// What has to be told: all findings but those that follow from another one that is told here.
    ///
    /// Where only a part is asked for, as in `health node:n2`, an effect can be all that the report has.
    package var reasons: [Finding] {
        let all = findings
        let told = Set(all.map(\.identity))
        return all.filter { finding in finding.cause.map { !told.contains($0) } ?? true }
    }

    package func subject(_ kind: Subject.Kind, _ name: String) -> SubjectHealth? {
        subjects.first { $0.subject == Subject(kind, name) }
    }
}
