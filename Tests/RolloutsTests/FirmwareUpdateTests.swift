import FleetModel
import Planning
import Rollouts
import Synchronization
import Testing
import Transactions
import Transport
import UmstiegTesting

/// New firmware as the worker brings it to a node that is played.
struct FirmwareUpdateTests {
    private static let unit = UnitID(host: "02caffee0007", scope: "north")
    private static let image = FirmwareImage(path: "/v2.bin", digest: "", boards: ["board"])

    /// A node with one line of what it does next.
    private final class PlayedNode: Sendable {
        struct State {
            var release = "v1"
            var id = "02:ca:ff:ee:00:07"
            var boot = "1"
            var begun = ""
            var log = ""
            var end = ""
            var flashes = 0
            var brought = 0
            /// What a flash leads to after this many looks.
            var looks = 0
            var outcome: Outcome = .runs
            var pending = "confirmed"
        }

        enum Outcome {
            case runs, ends, handsOver, bootsTheOld, vanishes
        }

        let state: Mutex<State>

        init(_ change: (inout State) -> Void = { _ in }) {
            var state = State()
            change(&state)
            self.state = Mutex(state)
        }

        func answer(_ name: String, _ command: RemoteCommand) throws(TransportError) -> CommandResult {
            let (text, isLost) = state.withLock { state in (Self.say(command, &state), Self.isLost(state)) }
            if isLost { throw TransportError(.connectionLost, host: name, message: "no answer") }
            return CommandResult(ending: .exited(0), standardOutput: Array(text.utf8), standardError: [])
        }

        private static func isLost(_ state: State) -> Bool {
            state.flashes > 0 && state.outcome == .vanishes && state.looks > 0
        }

        private static func say(_ command: RemoteCommand, _ state: inout State) -> String {
            if command.text == FirmwareStep.lookScript {
                if state.flashes > 0 {
                    state.looks += 1
                    if state.looks == 3 { settle(&state) }
                    if state.looks == 6, state.outcome == .handsOver { run(&state) }
                }
                return "release \(state.release)\naddress \(state.id)\nboot \(state.boot)\nbegun \(state.begun)\n"
                    + "log \(state.log)\nend \(state.end)\n"
            }
            if command.text == FirmwareStep.endScript { state.begun = "" }
            if command.text.contains("sysupgrade -T") { state.brought += command.standardInput.count }
            if command.text.contains("umstieg-firmware.sh") {
                state.flashes += 1
                state.begun = "v2 \(state.boot)"
            }
            if command.text.contains("sh -s -- list") {
                return #"[{"id":"t","scope":"north","rollout":"r","domain":"north","role":"switches-node","#
                    + #""owner":"o","state":"\#(state.pending)","step":1,"step_count":1,"step_name":"s","#
                    + #""remaining":null,"revert_bound":30,"boot_id":"1","fencing_token":1,"#
                    + #""device_fencing_token":1,"reason":"","differences":[]}]"#
            }
            return ""
        }

        private static func settle(_ state: inout State) {
            switch state.outcome {
            case .runs: run(&state)
            case .ends, .handsOver:
                state.log = "No new firmware;ended with status 0;"
                state.end = "ended with status 0;"
            case .bootsTheOld: state.boot = "2"
            case .vanishes: break
            }
        }

        private static func run(_ state: inout State) {
            state.release = "v2"
            state.boot = "2"
            state.log = ""
            state.end = ""
        }
    }

    private struct Images: ProgramSource {
        func bytes(of program: ProgramStep) throws -> [UInt8] { throw CancellationError() }
        func bytes(of image: FirmwareImage) throws -> [UInt8] { [1, 2, 3] }
    }

    private func prepare(
        _ node: PlayedNode,
        _ source: FirmwareStep.Source = .image(image)
    ) async throws -> OperationResult {
        var plan = try GatewayPlan.make(["gw1"], confirm: .each)
        plan.fleet.domains[0].code = "north"
        plan.fleet.nodes = [
            Node(id: Self.unit.host, hostname: "n7", domain: "north", address: "fd00::7", jump: .direct)
        ]
        plan.phases[0].playbook.target = .node
        plan.phases[0].playbook.role = .switchesNode
        plan.phases[0].playbook.steps = []
        plan.phases[0].playbook.prepare = [
            NamedStep(name: "new firmware", step: .firmware(FirmwareStep(source: source, release: "v2", within: 600)))
        ]
        plan.phases[0].waves = [Plan.Wave(units: [Self.unit], confirms: true)]
        plan.phases[0].preparations = []
        let worker = FleetWorker(
            plan: plan,
            rollout: "r1",
            owner: "tester",
            fencingToken: 7,
            connector: AnsweringConnector { name, command throws(TransportError) in try node.answer(name, command) },
            programs: Images(),
            clock: InstantClock()
        )
        return await worker.perform(Operation(.prepare, Self.unit), with: Knowledge()) { _ in }
    }

    @Test func `an image is brought and flashed once, and the transaction waits for the new firmware`() async throws {
        let node = PlayedNode()
        #expect(try await prepare(node) == .prepared(publicKey: nil))
        #expect(node.state.withLock { $0.flashes } == 1)
        #expect(node.state.withLock { $0.brought } == 3)
        #expect(node.state.withLock { $0.begun } == "")

        #expect(try await prepare(node) == .prepared(publicKey: nil))
        #expect(node.state.withLock { $0.flashes } == 1)
    }

    @Test func `a flash that a controller before began is waited for`() async throws {
        let node = PlayedNode {
            $0.begun = "v2 1"
            $0.flashes = 1
        }
        #expect(try await prepare(node) == .prepared(publicKey: nil))
        #expect(node.state.withLock { $0.flashes } == 1)
    }

    @Test func `one that came to nothing isn't begun again`() async throws {
        let node = PlayedNode {
            $0.begun = "v2 0"
        }
        guard case .failed(let reasons) = try await prepare(node) else {
            Issue.record("no failure")
            return
        }
        #expect(reasons.joined().contains("rm /etc/umstieg/firmware"))
        #expect(node.state.withLock { $0.flashes } == 0)
    }

    @Test func `an autoupdater that finds nothing, and a boot of the old, are told`() async throws {
        for (outcome, said) in [(PlayedNode.Outcome.ends, "No new firmware"), (.bootsTheOld, "runs v1, not v2")] {
            let node = PlayedNode { $0.outcome = outcome }
            guard case .failed(let reasons) = try await prepare(node, .autoupdater(branch: "stable")) else {
                Issue.record("\(outcome): no failure")
                continue
            }
            #expect(reasons.joined().contains(said), "\(reasons)")
            // What booted has to be looked at; what only ended may be begun once more.
            #expect(node.state.withLock { $0.begun.isEmpty } == (outcome == .ends))
        }
    }

    /// OpenWrt's sysupgrade ends when init has taken over, some seconds before the boot.
    @Test func `a program that ends before the boot is no failure`() async throws {
        let node = PlayedNode { $0.outcome = .handsOver }
        #expect(try await prepare(node) == .prepared(publicKey: nil))
        #expect(node.state.withLock { $0.flashes } == 1)
    }

    @Test func `a node that is not seen again is told so`() async throws {
        let node = PlayedNode { $0.outcome = .vanishes }
        guard case .unreachable(let reason) = try await prepare(node) else {
            Issue.record("no failure")
            return
        }
        #expect(reason.contains("v2 was begun"), "\(reason)")
    }

    @Test func `another node at the address, or a pending transaction, is left alone`() async throws {
        for (node, said) in [
            (PlayedNode { $0.id = "02:ca:ff:ee:00:08" }, "another node, «02caffee0008»"),
            (PlayedNode { $0.pending = "applied" }, "transaction t is applied there"),
        ] {
            guard case .failed(let reasons) = try await prepare(node) else {
                Issue.record("no failure")
                continue
            }
            #expect(reasons.joined().contains(said), "\(reasons)")
            #expect(node.state.withLock { $0.flashes } == 0)
        }
    }
}
