import Foundation

/// Who runs the workspace's rollout, as seen at one moment.
package struct RolloutLock: Sendable, Hashable {
    package enum Holder: Sendable, Hashable {
        case alive
        /// Not heard of for longer than a minute: asleep, dead, or on a machine whose clock is wrong.
        case silent
        /// A process of this machine that is gone.
        case dead
    }

    /// Seconds after the last heartbeat until the holder counts as silent.
    package static let patience = 60.0

    /// A rollout, or the rollback that has fenced it.
    package var rolloutID: String
    /// `alice@laptop`.
    package var owner: String
    package var fencingToken: Int
    /// Seconds since 1970.
    package var acquiredAt: Double
    /// Seconds since 1970.
    package var heartbeatAt: Double
    /// Seconds since the last heartbeat.
    package var silence: Double
    package var holder: Holder

    /// Whether it may be taken over, by a human's word if not at once.
    package var isStale: Bool { holder != .alive }

    /// `alice@laptop since 2026-11-24T21:31:00Z`.
    package var words: String {
        "\(owner) since \(Date(timeIntervalSince1970: acquiredAt).formatted(.iso8601))"
    }

    /// `4 s`.
    package var age: String { "\(Int(silence.rounded())) s" }
}

extension RolloutLock.Holder {
    init(_ process: ProcessIdentity, silence: Double, seenBy observer: ProcessIdentity) {
        let isSilent = abs(silence) > RolloutLock.patience
        if process.host == observer.host, !process.pidSpace.isEmpty {
            if process.pidSpace == observer.pidSpace {
                if !process.isAlive {
                    self = .dead
                    return
                }
            } else if isSilent {
                // The machine was booted since. A container of the same name would be heard of.
                self = .dead
                return
            }
        }
        self = isSilent ? .silent : .alive
    }
}
