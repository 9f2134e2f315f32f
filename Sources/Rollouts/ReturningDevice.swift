import FleetModel
import Planning
import Transactions

/// One device on its way back.
struct ReturningDevice: Sendable {
    let host: String
    /// Which the device takes from now on.
    var token = 0
    /// What it listed to be taken back, newest first, or why it can't be asked.
    var answer: Result<[DeviceReport], OperationFailure>
    /// What isn't taken back yet, newest first.
    var left: [DeviceReport] = []
    /// What it lists besides, and keeps.
    var others: [DeviceReport] = []
    /// How each of its transactions ended.
    var states: [UnitState] = []
    /// Whether it keeps what is left: it would be cut off.
    var stays = false

    var isAsked: Bool { if case .success = answer { true } else { false } }

    /// Whether it is verified old.
    var isBack: Bool {
        isAsked && left.isEmpty && states.allSatisfy { if case .reverted = $0 { true } else { false } }
    }

    /// Whether what was there before the switch is there again, or has never gone.
    func hasOld(in scope: String) -> Bool {
        isAsked && !(left + others).contains { $0.role == .closesOld && $0.scope == scope }
    }
}

extension ReturningDevice {
    /// - Parameters:
    ///   - host: name of a gateway or id of a node.
    ///   - token: which it takes from now on.
    ///   - reports: all that it lists, the oldest first.
    ///   - isMeant: which of these go back.
    init(host: String, token: Int = 0, listing reports: [DeviceReport], where isMeant: (DeviceReport) -> Bool) {
        // As a later transaction may own a path of an earlier one.
        let there = reports.reversed().filter { $0.state != .reverted }
        let left = there.filter(isMeant)
        self.init(
            host: host,
            token: token,
            answer: .success(left),
            left: left,
            others: there.filter { !isMeant($0) }
        )
    }
}
