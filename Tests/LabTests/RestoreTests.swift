import Testing

extension LabTests {
    /// The lab itself: what a restored one must not bring along.
    @Suite(.serialized)
    struct RestoreTests {
        @Test(.timeLimit(.minutes(3)))
        func `a restored lab hears nothing of its life before`() async throws {
            let lab = try await Lab()
            try await lab.lab("restore")
            // Frames that are under way while the state is loaded, with nonces far beyond those of the saved state.
            try await lab.ssh(
                "nodes",
                """
                for node in n1 n2 n3 n4; do
                    ip netns exec $node ping -f fd62:f45c:4d09:101::1 >/dev/null 2>&1 </dev/null &
                done
                sleep 8
                """
            )
            try await lab.lab("restore")
            let pings = try await LabPings.during(lab) { try await Task.sleep(for: .seconds(5)) }
            #expect(pings.lost == 0 && pings.sent > 30, "\(pings)")
        }
    }
}
