import Foundation
import Testing

/// What a gateway has come to, by the lab's own eyes and the device's own digests.
enum DeviceEnd: String {
    case confirmedNew = "confirmed new"
    case verifiedOld = "verified old"
    /// A human has been told.
    case revertFailed = "revert failed"

    /// Reads it when nothing is under way on the device any more.
    ///
    /// Records what is neither the one nor the other.
    static func reached(on host: String, _ lab: Lab, within seconds: Int) async throws -> DeviceEnd? {
        var last: [LabTransaction] = []
        var isAtRest = false
        try await lab.eventually("\(host) has come to rest", within: seconds) {
            last = try await LabTransaction.all(lab, host)
            isAtRest = last.allSatisfy(\.isAtEnd)
            return isAtRest
        }
        guard isAtRest else {
            Issue.record("\(host) is between old and new: \(last)")
            return nil
        }
        if last.contains(where: { $0.state == "revert-failed" }) { return .revertFailed }
        if last.last?.state == "confirmed" {
            try await expectNew(host, lab)
            return .confirmedNew
        }
        try await expectOld(host, lab, last)
        return .verifiedOld
    }

    private static func expectNew(_ host: String, _ lab: Lab) async throws {
        // After a boot, networkd and batman-adv need a moment.
        try await lab.eventually("the new transport of \(host) is there", within: 90) {
            let interfaces = try await lab.ssh(host, "wg show interfaces; batctl meshif bat-muc_nord interface")
            return interfaces.contains("wg-muc_nord") && interfaces.contains("vx-muc_nord: active")
        }
        try await expectNoTimer(host, lab)
    }

    private static func expectOld(_ host: String, _ lab: Lab, _ transactions: [LabTransaction]) async throws {
        for transaction in transactions {
            #expect(transaction.digests.before == transaction.digests.now, "\(host): \(transaction.id)")
        }
        lab.expectEqual(try await lab.fingerprint(host), try await lab.savedFingerprint(host), on: host)
        try await expectNoTimer(host, lab)
    }

    private static func expectNoTimer(_ host: String, _ lab: Lab) async throws {
        var left = ""
        // The one that wrote the last state may still be tidying up.
        try await lab.eventually("no timer and no reverter is left on \(host)", within: 60) {
            left = try await lab.ssh(
                host,
                "systemctl list-units --all --no-legend --plain umstieg-{apply,boot,revert,undo}-'*'"
            )
            return left.isEmpty
        }
        #expect(left.isEmpty, "\(host)")
    }
}
