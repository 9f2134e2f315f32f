import Planning
import Transactions

/// What one device of a played fleet has.
struct PlayedDevice: Sendable {
    struct Transaction: Sendable {
        var id: String
        var scope: String
        var role: TransactionRole
        var rollout: String
        var state: TransactionState
        var isDrained = false

        /// Whether the device has what it brought.
        var isThere: Bool { state != .reverted }
    }

    /// The oldest first.
    var transactions: [Transaction] = []
    var fence = 1
    var holds: Set<String> = []
    var isReachable = true
    /// Carries nothing, and nobody reaches it.
    var isDead = false
    /// Transactions whose undo leaves something behind.
    var failingUndos: Set<String> = []
    /// Rollbacks whose answer gets lost: they are carried out.
    var lostReplies = 0

    /// Whether it carries what was there before the switch.
    func hasOld(_ scope: String) -> Bool {
        !isDead && !transactions.contains { $0.role == .closesOld && $0.scope == scope && $0.isThere }
    }

    func hasNew(_ scope: String) -> Bool {
        !isDead && transactions.contains { $0.role != .closesOld && $0.scope == scope && $0.isThere }
    }

    func report(_ transaction: Transaction) -> String {
        let digest = String(repeating: "0", count: 64)
        let failed = transaction.state == .revertFailed
        return """
            {"id":"\(transaction.id)","scope":"\(transaction.scope)","rollout":"\(transaction.rollout)","domain":null,\
            "role":"\(transaction.role.rawValue)","owner":"tester","state":"\(transaction.state.rawValue)","step":1,\
            "step_count":1,"step_name":"x","remaining":null,"revert_bound":60,"boot_id":"b","fencing_token":1,\
            "device_fencing_token":\(fence),"reason":"","differences":[\(failed ? "\"fastd is down\"" : "")],\
            "probation":null,"digests":{"before":"\(digest)","after":"\(digest)","now":"\(digest)"}}
            """
    }
}
