/// One reason for a verdict.
package struct Finding: Sendable, Hashable, Codable {
    package var subject: Subject
    package var check: Check
    /// `unhealthy`, or `unknown` where nobody could look.
    package var verdict: Verdict
    /// What was measured, with its unit.
    package var value: String
    /// What it should be.
    package var limit: String
    /// Who says so: a host's name, `mqtt` or `broker`.
    package var source: String
    /// For people; one line.
    package var message: String
    /// The gateway and the domain that it is about, where the subject doesn't say it.
    package var gateway: String?
    package var domain: String?
    /// The finding that it follows from; nil for what is the matter itself.
    package var cause: FindingIdentity?

    package init(
        _ subject: Subject,
        _ check: Check,
        verdict: Verdict = .unhealthy,
        value: String = "",
        limit: String = "",
        source: String,
        gateway: String? = nil,
        domain: String? = nil,
        _ message: String
    ) {
        self.subject = subject
        self.check = check
        self.verdict = verdict
        self.value = value
        self.limit = limit
        self.source = source
        self.message = message
        self.gateway = gateway
        self.domain = domain
    }

    /// What makes it the same finding in the next poll.
    package var identity: FindingIdentity {
        FindingIdentity(subject: subject, check: check, gateway: gateway, domain: domain)
    }
}

/// A finding without what is measured anew in each poll.
package struct FindingIdentity: Sendable, Hashable, Codable, CustomStringConvertible {
    package var subject: Subject
    package var check: Check
    package var gateway: String?
    package var domain: String?

    package init(subject: Subject, check: Check, gateway: String? = nil, domain: String? = nil) {
        self.subject = subject
        self.check = check
        self.gateway = gateway
        self.domain = domain
    }

    package var description: String { "\(subject): \(check.rawValue)" }
}
