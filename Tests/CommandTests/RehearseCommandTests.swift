import Foundation
import Testing
import UmstiegCommands

struct RehearseCommandTests {
    private let workspace: RolloutWorkspace

    init() async throws {
        workspace = try await RolloutWorkspace()
    }

    private func rehearse(_ arguments: String...) async -> CommandRun {
        await CommandRun(arguments: ["rehearse"] + arguments, in: workspace.directory.path)
    }

    @Test func `a rehearsal tells the duration, the ends and what is at stake, without a host being reached`()
        async throws
    {
        let run = await rehearse("Playbooks/gateways.yaml", "--seeds", "20")
        #expect(run.status == .done, "\(run.errors)")
        #expect(run.output.contains("20 runs, failure rate 5% of the devices"))
        #expect(run.output.contains("2 in 1 phase"))
        #expect(run.output.contains("median "))
        #expect(run.output.contains("phase gateways, wave"))
        #expect(run.output.contains("END"))
    }

    @Test func `as JSON it is one object whose numbers add up`() async throws {
        let run = await rehearse(
            "Playbooks/gateways.yaml",
            "--seeds",
            "40",
            "--failure-rate",
            "60%",
            "--output",
            "json"
        )
        #expect(run.status == .done, "\(run.errors)")
        let json = try #require(try run.json() as? [String: Any])
        #expect(json["runs"] as? Int == 40)
        #expect(json["hosts"] as? Int == 2)
        #expect(json["waves"] as? Int == 2)
        #expect(json["failure_rate"] as? String == "60%")
        let outcomes = try #require(json["outcomes"] as? [[String: Any]])
        #expect(outcomes.count > 1)
        #expect(outcomes.compactMap { $0["runs"] as? Int }.reduce(0, +) == 40)
        let stops = try #require(json["stops"] as? [[String: Any]])
        let counts = stops.compactMap { $0["runs"] as? Int }
        #expect(!counts.isEmpty)
        #expect(counts == counts.sorted(by: >))
        #expect(stops.first?["phase"] as? String == "gateways")
        #expect((json["broken_seeds"] as? [Int]) == [])
    }

    @Test func `where nothing fails each run ends well, in about the same time`() async throws {
        let run = await rehearse("Playbooks/gateways.yaml", "--failure-rate", "0%", "--output", "json")
        let json = try #require(try run.json() as? [String: Any])
        let outcomes = try #require(json["outcomes"] as? [[String: Any]])
        #expect(outcomes.map { $0["state"] as? String } == ["done"])
        #expect(json["hosts_switched"] as? String == "2")
        #expect(json["seconds_until_stop"] is NSNull)
        let duration = try #require(json["duration_seconds"] as? [String: Int])
        let median = try #require(duration["median"])
        let ninetieth = try #require(duration["p90"])
        let worst = try #require(duration["worst"])
        #expect(median <= ninetieth && ninetieth <= worst)
    }

    @Test func `a saved plan is rehearsed by its id`() async throws {
        let plan = try await workspace.run("plan", "Playbooks/gateways.yaml", "--offline", "--output", "json")
            .json()
        let id = try #require((plan as? [String: Any])?["id"] as? String)
        let run = await rehearse(id, "--seeds", "3")
        #expect(run.status == .done, "\(run.errors)")
        #expect(run.output.contains("rehearsal of \(id)"))
    }

    @Test(arguments: [
        ["--seeds", "0"], ["--seeds=-1"], ["--seeds", "-1"], ["--seeds", "1e9"], ["--seeds", "1000000000"],
        ["--seeds", "99999999999999999999"], ["--failure-rate", "200%"], ["--failure-rate", "nan"],
        ["--failure-rate", "nan%"], ["--failure-rate", "inf%"], ["--failure-rate=-1%"], ["--failure-rate", "5"],
        ["--failure-rate", "%"], ["--output", "csv"], ["--on", "gateway:gw9"],
    ])
    func `hostile numbers and unknown words are usage errors`(arguments: [String]) async {
        let run = await CommandRun(
            arguments: ["rehearse", "Playbooks/gateways.yaml"] + arguments,
            in: workspace.directory.path
        )
        #expect(run.status == .usage)
        #expect(run.errors.hasPrefix("error: "), "\(run.errors)")
        #expect(run.output.isEmpty)
    }

    @Test func `what is neither a file nor a plan is a usage error`() async {
        #expect(await rehearse("Playbooks/none.yaml").status == .usage)
        #expect(await rehearse("none").status == .usage)
    }
}
