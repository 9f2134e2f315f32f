import FleetModel
import Planning
import Rollouts
import Testing
import Transport
import UmstiegTesting

/// A journal on a disk that is full from some entry on.
private struct FullJournal: Journal {
    struct Full: Error {}

    let inner: MemoryJournal
    let most: Int

    func append(_ entry: TimedEntry, to rollout: String) async throws {
        guard try await inner.entries(of: rollout).count < most else { throw Full() }
        try await inner.append(entry, to: rollout)
    }

    func entries(of rollout: String) async throws -> [TimedEntry] { try await inner.entries(of: rollout) }
}

/// The engine and its worker, from a plan to a gateway that is played.
struct FleetWorkerTests {
    private let gateway = PlayedGateway(modules: [])

    private func run(journal: any Journal, connector: (any Connector)? = nil) async throws -> RolloutOutcome {
        let plan = try GatewayPlan.make(["gw1"], confirm: .each)
        let worker = FleetWorker(
            plan: plan,
            rollout: "r1",
            owner: "tester",
            fencingToken: 7,
            connector: connector ?? gateway
        )
        let engine = RolloutEngine(
            plan: plan,
            rollout: "r1",
            journal: journal,
            worker: worker,
            now: { 0 },
            progress: { _ in }
        )
        return try await engine.run()
    }

    private func login(of word: String) throws -> Int {
        try #require(gateway.heard.first { $0.command.text.contains(word) }, "nobody said «\(word)»").login
    }

    @Test func `a confirmation comes over a connection that was opened after the apply`() async throws {
        #expect(try await run(journal: MemoryJournal()) == .done)
        #expect(try login(of: " confirm ") > login(of: " apply "))
        #expect(try login(of: " confirm ") == gateway.logins)
    }

    @Test func `every mutating verb carries the fencing token`() async throws {
        _ = try await run(journal: MemoryJournal())
        for verb in ["begin", "apply", "confirm"] {
            let heard = try #require(gateway.heard.first { $0.command.text.contains(" \(verb) ") })
            #expect(heard.command.text.contains("--fence 7"))
        }
    }

    @Test func `the key that was made stands in what is sent`() async throws {
        _ = try await run(journal: MemoryJournal())
        let begin = try #require(gateway.heard.first { $0.command.text.contains("umstieg-device begin") })
        let sent = String(decoding: begin.command.standardInput, as: UTF8.self)
        #expect(sent.contains(PlayedGateway.key(of: "gw1")))
    }

    @Test(arguments: 0..<12)
    func `with a journal that can't be written nothing more is done`(most: Int) async throws {
        let journal = FullJournal(inner: MemoryJournal(), most: most)
        await #expect(throws: FullJournal.Full.self) { try await run(journal: journal) }
        // Each thing that was done stands in the journal as an intent.
        let intents = try await journal.entries(of: "r1").count { entry in
            if case .intended = entry.entry { true } else { false }
        }
        let verbs = gateway.heard.count { heard in
            ["wg genkey", " begin ", " apply ", " confirm "].contains { heard.command.text.contains($0) }
        }
        #expect(verbs <= intents)
    }

    @Test func `a changed host key stops before anything is sent`() async throws {
        struct Changed: Connector {
            func connect(to endpoint: Endpoint, within limit: Duration) async throws(TransportError) -> any Connection {
                throw TransportError(.hostKeyChanged, host: endpoint.name, message: "host key changed")
            }
        }
        let journal = MemoryJournal()
        #expect(try await run(journal: journal, connector: Changed()) == .stoppedByUnreachable)
        #expect(gateway.heard.isEmpty)
    }
}
