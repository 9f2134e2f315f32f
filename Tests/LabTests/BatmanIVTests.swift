import Foundation
import Testing
import Transport

extension LabTests {
    /// The same under the routing algorithm that measures no throughput.
    @Suite(
        .serialized,
        .enabled(if: Lab.runsBatmanIV, "the lab runs BATMAN_V; «make test-health» boots one with BATMAN_IV, too")
    )
    struct BatmanIVTests {
        @Test(.timeLimit(.minutes(30)))
        func `gateways learn WireGuard beside fastd, and health finds nothing`() async throws {
            let lab = try await Lab()
            _ = try await LabExchange.ready(lab)
            for gateway in Lab.gateways {
                #expect(try await lab.ssh(gateway, "batctl meshif bat-muc_nord mj").contains("BATMAN_IV"))
            }
            let health = try await LabHealth(try await LabWorkspace.another(lab))
            defer { health.close() }
            try await health.expectWell(after: "both gateways have learned it", within: 300)
        }
    }
}

extension Lab {
    fileprivate static let runsBatmanIV = ProcessInfo.processInfo.environment["UMSTIEG_ALGORITHM"] == "BATMAN_IV"
}
