import Foundation
import Testing

/// A node of the lab, as its own console shows it; the toolkit itself has to come through the mesh.
struct LabNode {
    let lab: Lab
    /// As in `n1`.
    let name: String

    /// What its console prints, without the last line feed.
    @discardableResult
    func console(_ command: String) async throws -> String {
        try await lab.ssh(name, command).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    var bootID: String { get async throws { try await console("cat /proc/sys/kernel/random/boot_id") } }

    var interfaces: String { get async throws { try await console("batctl meshif bat0 interface") } }

    /// Waits until it has its gateway, by what its settings say it goes through.
    func expectGateway(within seconds: Int) async throws {
        try await lab.eventually("\(name) has its gateway", within: seconds) {
            try await console("umstieg-mesh-vpn check").isEmpty
        }
    }

    /// Waits until its transactions are at rest.
    ///
    /// - Returns: the last one; nil if it has none.
    @discardableResult
    func expectRest(within seconds: Int) async throws -> LabTransaction? {
        var last: LabTransaction?
        try await lab.eventually("\(name) has come to rest", within: seconds) {
            let all = try await LabTransaction.all(lab, name)
            last = all.last
            return all.allSatisfy(\.isAtEnd)
        }
        return last
    }

    /// Verified old: each digest as it was, no tunnel, settings as before, fastd runs and carries.
    func expectOld(within seconds: Int) async throws {
        try await expectRest(within: seconds)
        for transaction in try await LabTransaction.all(lab, name) {
            #expect(transaction.state == "reverted", "\(name): \(transaction)")
            #expect(transaction.digests.before == transaction.digests.now, "\(name): \(transaction)")
        }
        try await expectFastd(within: seconds)
        #expect(try await console("uci -q get wireguard.mesh_vpn.enabled || echo 0") == "0")
    }

    /// On fastd alone, whatever its transactions say.
    func expectFastd(within seconds: Int) async throws {
        try await lab.eventually("\(name) is on fastd alone", within: seconds) {
            let interfaces = try await interfaces
            return interfaces.contains("fastd-vpn: active") && !interfaces.contains("mesh-vpn")
        }
        try await expectGateway(within: seconds)
    }

    /// Confirmed new, with fastd closed or still open.
    func expectNew(closed: Bool, within seconds: Int) async throws {
        #expect(try await expectRest(within: seconds)?.state == "confirmed", "\(name)")
        try await lab.eventually("\(name) is on WireGuard", within: seconds) {
            let interfaces = try await interfaces
            return interfaces.contains("mesh-vpn: active") && interfaces.contains("fastd-vpn") != closed
        }
        try await expectGateway(within: seconds)
    }

    /// Blocks WireGuard on gateways, or lets it through again.
    static func block(_ isBlocked: Bool, on gateways: [String] = Lab.gateways, _ lab: Lab) async throws {
        for gateway in gateways {
            try await lab.ssh(
                gateway,
                isBlocked
                    ? """
                    nft add table inet blocked
                    nft 'add chain inet blocked in { type filter hook prerouting priority -300; }'
                    nft add rule inet blocked in udp dport "$(wg show wg-muc_nord listen-port)" drop
                    """ : "nft delete table inet blocked"
            )
        }
    }
}
