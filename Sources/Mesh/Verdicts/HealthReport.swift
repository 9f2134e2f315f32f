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

    package func subject(_ kind: Subject.Kind, _ name: String) -> SubjectHealth? {
        subjects.first { $0.subject == Subject(kind, name) }
    }
}
