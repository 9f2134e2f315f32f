import FleetStore
import Foundation
import Planning
import Rollouts
import Testing
import UmstiegCommands

/// A workspace whose two gateways refuse all connections.
struct RolloutWorkspace {
    private static let inventory = """
        umstieg: 1
        community: {name: Freifunk Test, dialect: ffmuc, domain_prefixes: [fft_]}
        domains:
          fft_a: {seed: \(String(repeating: "a", count: 64)), wireguard: {port: 40001, mtu: 1406}}
        gateways:
          gw1: {address: 127.0.0.1, port: 1, domains: [fft_a]}
          gw2: {address: 127.0.0.1, port: 1, domains: [fft_a]}

        """

    let directory: TemporaryDirectory

    init() async throws {
        directory = try TemporaryDirectory()
        try directory.write(Self.inventory, to: "lab.yaml")
        _ = await run("init")
        let run = await run("inventory", "import", "lab.yaml")
        #expect(run.status == .done, "\(run.errors)")
    }

    func run(_ arguments: String...) async -> CommandRun {
        await CommandRun(arguments: arguments, in: directory.path)
    }

    /// The journal as another process sees it, whose clock stands some seconds ago.
    func journal(seconds: Double = 0, process: ProcessIdentity = .current) throws -> JournalStore {
        let path = directory.path + "/" + FleetDatabase.fileName
        return JournalStore(
            database: try FleetDatabase.open(at: path),
            now: { Date().timeIntervalSince1970 - seconds },
            process: process
        )
    }

    /// A rollout that another controller, alice's, runs.
    func start(_ id: String, in journal: JournalStore) async throws -> LockedJournal {
        let run = await run("plan", "Playbooks/gateways.yaml", "--offline", "--output", "json")
        let json = try #require(try run.json() as? [String: Any])
        let saved = try #require(json["id"] as? String)
        let plan: Plan = try #require(try journal.plan(saved))
        let rollout = try journal.start(id, plan: plan, name: "day", owner: "alice@laptop")
        return LockedJournal(journal, rollout: rollout)
    }
}

extension ProcessIdentity {
    /// Another machine, which nobody here can look into.
    static let elsewhere = ProcessIdentity(host: "desktop", pidSpace: "d pid:[1]", pid: 7, start: 7)
}
