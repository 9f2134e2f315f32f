/// When a human has to agree before a rollout goes on.
package enum ApprovalPolicy: String, Sendable, Hashable, Codable, CaseIterable {
    case beforeEachWave = "before-each-wave"
    case afterCanary = "after-canary"
    case never
}
