/// A verdict and its reasons.
package struct SubjectHealth: Sendable, Hashable, Codable {
    package var subject: Subject
    /// What people call it: a node's host name.
    package var title: String
    /// Of a node.
    package var domain: String?
    package var verdict: Verdict
    package var findings: [Finding]
    /// Of a domain.
    package var numbers: DomainNumbers?

    package init(
        subject: Subject,
        title: String,
        domain: String? = nil,
        verdict: Verdict,
        findings: [Finding],
        numbers: DomainNumbers? = nil
    ) {
        self.subject = subject
        self.title = title
        self.domain = domain
        self.verdict = verdict
        self.findings = findings
        self.numbers = numbers
    }
}
