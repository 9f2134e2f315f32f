import Foundation
import Testing
import Transport

extension LabTests {
    /// New firmware before a node's transaction, on n7 with a stand-in for sysupgrade; the boot is a real one.
    @Suite(.serialized, .enabled(if: FaultCase.areWanted, FaultCase.absence))
    struct FirmwareTests {
        private static let release = "v2023.2.4-lab"
        private static let prepare = "prepare:\n"

        /// A day whose playbook brings an image, which is made beside it.
        private func day(board: String) async throws -> LabNodesDay {
            let day = try await LabNodesDay.ready()
            let image = "umstieg-lab-image \(board) \(Self.release)\n"
            let file = day.workspace.directory.appending(path: "Playbooks/n7.bin")
            try image.write(to: file, atomically: true, encoding: .utf8)
            let digest = try await day.lab.run("sha256sum '\(file.path(percentEncoded: false))'").text.prefix(64)
            let step = """
                  - name: new firmware
                    firmware:
                      release: \(Self.release)
                      within: 10m
                      image: {file: n7.bin, sha256: \(digest), boards: ["umstieg,lab-node"]}

                """
            try day.write(["n7"], [(Self.prepare, Self.prepare + step)])
            return day
        }

        @Test(.timeLimit(.minutes(20)))
        func `a node gets new firmware, boots, and is switched on it`() async throws {
            let day = try await day(board: "umstieg,lab-node")
            let node = day.node("n7")
            let before = try await node.bootID
            let result = try await day.workspace.umstieg("rollout run Playbooks/nodes.yaml", limit: .seconds(1000))
            #expect(result.succeeded, "\(result.errorText)")
            #expect(try await node.bootID != before)
            #expect(try await node.console("cat /lib/gluon/release") == Self.release)
            #expect(try await node.console("ls -A /etc/umstieg/firmware || echo none").contains("none"))
            try await node.expectNew(closed: false, within: 60)
        }

        @Test(.timeLimit(.minutes(20)))
        func `an image that sysupgrade refuses leaves the node as it was`() async throws {
            let day = try await day(board: "other,board")
            let node = day.node("n7")
            let before = try await node.bootID
            let result = try await day.workspace.umstieg("rollout run Playbooks/nodes.yaml", limit: .seconds(600))
            #expect(!result.succeeded)
            #expect(result.errorText.contains("sysupgrade refuses the image"), "\(result.errorText)")
            #expect(try await node.bootID == before)
            try await node.expectOld(within: 60)
        }
    }
}
