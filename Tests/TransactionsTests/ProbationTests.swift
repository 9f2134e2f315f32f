import Planning
import Testing

@testable import Transactions

/// A probation on its way to a device and back.
struct ProbationTests {
    private func report(_ probation: String) throws -> DeviceReport {
        let line = """
            {"id":"r1.nord.close","scope":"nord","rollout":"r1","domain":"nord","role":"closes-old","owner":"o",\
            "state":"confirmed","step":1,"step_count":1,"step_name":"x","remaining":null,"revert_bound":60,\
            "boot_id":"b","fencing_token":1,"device_fencing_token":1,"reason":"","differences":[]\(probation),\
            "digests":null}
            """
        return try DeviceAnswer.report(from: Array(line.utf8))
    }

    @Test(arguments: ProbationState.allCases)
    func `a report says how far it has come`(state: ProbationState) throws {
        #expect(try report(",\"probation\":\"\(state.rawValue)\"").probation == state)
    }

    @Test func `a script that knows none, and a transaction that has none, say so`() throws {
        #expect(try report("").probation == nil)
        #expect(try report(",\"probation\":null").probation == nil)
    }

    @Test func `a word that nobody knows is an error with its place`() throws {
        let error = #expect(throws: UnreadableAnswer.self) { try report(",\"probation\":\"$(reboot)\"") }
        #expect(error?.place.hasSuffix("probation") == true)
        #expect(error?.message.contains("$(reboot)") == true)
    }

    @Test func `a confirmation brings it along, in minutes`() throws {
        let verb = DeviceVerb.confirm(id: "t1", probation: Probation(withoutGateway: 10, settle: 120))
        let text = try verb.command(fencingToken: 7).text
        #expect(text.contains("confirm t1 --fence 7 --probation 120 --without-gateway 10"))
        #expect(try !DeviceVerb.confirm(id: "t1").command(fencingToken: 7).text.contains("probation"))
    }

    @Test func `draining is fenced, and its names are quoted or refused`() throws {
        let drain = try DeviceVerb.drain(id: "t1", wait: 120).command(fencingToken: 7).text
        #expect(drain.contains("drain t1 --fence 7 --wait 120"))
        #expect(try DeviceVerb.undrain(id: "t1").command(fencingToken: 7).text.contains("undrain t1 --fence 7"))
        #expect(throws: InvalidTransaction.self) {
            try DeviceVerb.drain(id: "$(reboot)", wait: 1).command(fencingToken: 7)
        }
        #expect(throws: InvalidTransaction.self) { try DeviceVerb.drain(id: "t1", wait: -1).command(fencingToken: 7) }
    }

    @Test func `a bundle brings each step's drain and undrain`() throws {
        let override = BatmanOverrideStep(
            batman: "bat-a",
            interface: "vx-a",
            throughput: 1_000_000,
            drain: 500,
            drainWithin: 60
        )
        let steps = try StepCompiler(for: .gateway).compile([
            NamedStep(name: "prefer", step: .batmanOverride(override)),
            NamedStep(name: "word", step: .command(CommandStep(run: ":", undo: "", check: ""))),
        ])
        #expect(steps[0].drain == steps[0].undo, "what a rollback does, before it")
        #expect(steps[0].undrain == steps[0].apply)
        #expect(steps[1].drain == "" && steps[1].undrain == "")
        let transaction = DeviceTransaction(
            id: "t1",
            rollout: "r1",
            domain: "a",
            scope: "a",
            role: .opensNew,
            owner: "o",
            fencingToken: 7,
            deadline: 60,
            maximumDeadline: 120,
            revertBound: 60,
            steps: steps
        )
        let archive = String(decoding: try TransactionBundle(transaction).bytes, as: UTF8.self)
        for step in ["01", "02"] {
            #expect(archive.contains("steps/\(step)/drain\0"))
            #expect(archive.contains("steps/\(step)/undrain\0"))
        }
        #expect(archive.contains(steps[0].drain))
    }

    @Test func `services of nodes are init scripts, and keep nobody's outputs`() throws {
        func step(_ target: Playbook.Target, _ unit: String) throws -> DeviceStep {
            let service = ServiceStep(unit: unit, enabled: false, activity: .stopped)
            return try StepCompiler(for: target).compile([NamedStep(name: "s", step: .service(service))])[0]
        }
        let node = try step(.node, "fastd")
        #expect(
            node.apply == """
                /etc/init.d/fastd disable </dev/null >/dev/null 2>&1
                /etc/init.d/fastd stop </dev/null >/dev/null 2>&1
                """
        )
        #expect(node.check.contains("/etc/init.d/fastd running"))
        #expect(node.units == ["fastd"])
        let gateway = try step(.gateway, "fastd@nord.service")
        #expect(gateway.apply.contains("systemctl disable fastd@nord.service"))
        #expect(gateway.check.contains("systemctl is-active --quiet fastd@nord.service"))
        #expect(try step(.node, "$(reboot)").apply.contains("'/etc/init.d/$(reboot)' stop"))
    }
}
