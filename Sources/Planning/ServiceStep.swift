/// A systemd unit's enablement and activity.
package struct ServiceStep: Sendable, Hashable, Codable {
    package enum Activity: String, Sendable, Hashable, Codable, CaseIterable {
        case started
        case restarted
        case stopped
    }

    package var unit: String
    package var enabled: Bool?
    package var activity: Activity?

    package init(unit: String, enabled: Bool?, activity: Activity?) {
        self.unit = unit
        self.enabled = enabled
        self.activity = activity
    }
}
