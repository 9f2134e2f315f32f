/// One transaction's place: a device, what it belongs to there, and which of its two steps it is.
package struct UnitID: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
    package enum Part: String, Sendable, Hashable, Codable {
        /// What was there before goes, after the new has proven itself.
        case close
    }

    /// Name of a gateway or id of a node.
    package var host: String
    /// A domain's code, or `host`.
    package var scope: String
    /// nil: the new is put beside what is there.
    package var part: Part?

    package init(host: String, scope: String, part: Part? = nil) {
        self.host = host
        self.scope = scope
        self.part = part
    }

    /// Which of a device's transactions in the scope comes before this one, if one does.
    package var opening: UnitID? { part == nil ? nil : UnitID(host: host, scope: scope) }

    package var description: String { part.map { "\(host)/\(scope)/\($0.rawValue)" } ?? "\(host)/\(scope)" }

    package static func < (one: UnitID, other: UnitID) -> Bool {
        (one.host, one.scope, one.part?.rawValue ?? "") < (other.host, other.scope, other.part?.rawValue ?? "")
    }
}

extension TransactionRole {
    /// Which of a device's transactions in a scope one of this role is.
    package var part: UnitID.Part? {
        switch self {
        case .opensNew, .switchesNode: nil
        case .closesOld: .close
        }
    }
}
