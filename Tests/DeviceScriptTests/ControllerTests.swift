import Foundation
import Testing
import Transactions

/// The controller's side: command lines, tar, and reading answers.
struct ControllerTests {
    private let debian = DeviceVerb.debianState

    @Test
    func `a verb about a transaction runs the transaction's own script`() throws {
        let command = try DeviceVerb.apply(id: "t1", wait: 30).command(fencingToken: 5)
        #expect(
            command.text == """
                if [ -f /var/lib/umstieg/tx/t1/umstieg-device ]; then \
                sh /var/lib/umstieg/tx/t1/umstieg-device apply t1 --fence 5 --wait 30; \
                else echo '{"error":{"code":"no-such-transaction","message":"no transaction t1","differences":[]}}'; \
                exit 10; fi
                """
        )
        #expect(command.standardInput == [])
        let rollback = try DeviceVerb.rollback(id: "t1", force: true, wait: nil).command(fencingToken: 5)
        #expect(rollback.text.contains("umstieg-device rollback t1 --fence 5 --force;"))
    }

    @Test
    func `the other verbs bring the script along`() throws {
        let command = try DeviceVerb.hold(scope: "muc_nord").command(fencingToken: 5, stateDirectory: "/etc/umstieg")
        #expect(command.text == "UMSTIEG_STATE=/etc/umstieg sh -s -- hold muc_nord --fence 5")
        #expect(command.standardInput == DeviceScript.bytes)
        let begin = try DeviceVerb.begin(.sample()).command(fencingToken: 5)
        #expect(
            begin.text == """
                if umask 077 && d=/var/lib/umstieg/incoming/t1.$$ && rm -rf "$d" && mkdir -p "$d" && cd "$d" && \
                tar -xf -; then UMSTIEG_STATE=/var/lib/umstieg sh ./umstieg-device begin t1 --fence 7; \
                else echo '{"error":{"code":"failed","message":"the upload could not be unpacked","differences":[]}}'; \
                exit 10; fi
                """
        )
    }

    @Test
    func `GNU tar and busybox read the bundle`() async throws {
        let bundle = try TransactionBundle(.sample())
        try await DeviceUnderTest.with(.dash) { device in
            for tar in ["tar", "busybox tar"] {
                let listing = try await device.run(DeviceCommand(text: "\(tar) -tf -", standardInput: bundle.bytes))
                let names = listing.text.split(separator: "\n")
                #expect(listing.status == 0 && listing.errorText == "")
                #expect(names.first == "umstieg-device" && names.last == "complete")
                #expect(names.contains("steps/01/file.2"))
                let manifest = try await device.run(
                    DeviceCommand(text: "\(tar) -xOf - manifest", standardInput: bundle.bytes)
                )
                #expect(manifest.text.hasPrefix("format 1\nid t1\n"))
            }
        }
    }

    /// A value to spoil, and the place that the error names.
    struct Fault: Sendable {
        var place: String
        var spoil: @Sendable (inout DeviceTransaction) -> Void

        init(_ place: String, _ spoil: @escaping @Sendable (inout DeviceTransaction) -> Void) {
            self.place = place
            self.spoil = spoil
        }
    }

    private static let faults = [
        Fault("id") { $0.id = "../t1" },
        Fault("id") { $0.id = "-t1" },
        Fault("scope") { $0.scope = "a b" },
        Fault("owner") { $0.owner = "a\nfence 99" },
        Fault("deadline") { $0.deadline = 5 },
        Fault("deadline") { $0.deadline = 121 },
        Fault("steps") { $0.steps = [] },
        Fault("steps/0/name") { $0.steps[0].name = "a\u{7}" },
        Fault("steps/0/files/0/path") { $0.steps[0].files[0].path = "etc/x" },
        Fault("steps/0/files/1/path") { $0.steps[0].files[1].path = "/etc/../x" },
        Fault("steps/0/files/1/mode") { $0.steps[0].files[1].mode = "644" },
        Fault("steps/0/files/0/owner") { $0.steps[0].files[0].owner = "root root" },
        Fault("steps/0/paths/0") { $0.steps[0].paths[0] = "/etc/a\nb" },
        Fault("steps/0/paths/1") { $0.steps[0].paths[1] = "/etc//b" },
        Fault("steps/1/links/0") { $0.steps[1].links[0] = "a-name-with-16-ch" },
        Fault("steps/2/units/0") { $0.steps[2].units[0] = "a b.service" },
        Fault("steps/2/units/0") { $0.steps[2].units[0] = "systemd-networkd.service" },
    ]

    @Test(arguments: faults)
    func `what a device would refuse is refused with its place`(fault: Fault) {
        var transaction = DeviceTransaction.sample()
        fault.spoil(&transaction)
        let error = #expect(throws: InvalidTransaction.self) { try TransactionBundle(transaction) }
        #expect(error?.place == fault.place)
    }

    @Test(arguments: [
        ("", "line 1"),
        ("Connection closed.\n", "line 1"),
        ("{\"progress\":{\"state\":\"applying\",\"step\":1,\"step_count\":2,\"step_name\":\"x\"}}\n{\"id\":", "line 2"),
        ("{\"error\":{\"code\":\"nonsense\",\"message\":\"\"}}\n", "line 1: error/code"),
        ("{\"error\":{\"message\":\"\"}}\n", "line 1: error/code"),
        ("{\"id\":\"t1\"}\n", "line 1: scope"),
        (answer(state: "\"melted\""), "line 1: state"),
        (answer(step: "-1"), "line 1: step"),
        (answer(step: "1e99"), "line 1"),
        (answer(step: "\"1\""), "line 1: step"),
        (answer(digest: "\"XYZ\""), "line 1: digests/before"),
        (String(repeating: "[", count: 300_000) + "\n", "line 1"),
    ])
    func `an answer that is none is an error with its place`(output: String, place: String) {
        let error = #expect(throws: UnreadableAnswer.self) { try DeviceAnswer.report(from: Array(output.utf8)) }
        #expect(error?.place == place)
    }

    @Test
    func `an answer is read`() throws {
        let report = try DeviceAnswer.report(from: Array(Self.answer().utf8))
        #expect(report.state == .applied && report.domain == nil && report.remaining == 12)
        let refusal = #expect(throws: DeviceRefusal.self) {
            try DeviceAnswer.report(from: Array(#"{"error":{"code":"path-held","message":"m"}}"#.utf8))
        }
        #expect(refusal == DeviceRefusal(code: .pathHeld, message: "m"))
    }

    private static func answer(state: String = "\"applied\"", step: String = "1", digest: String? = nil) -> String {
        let good = "\"\(String(repeating: "0a", count: 32))\""
        return """
            {"id":"t1","scope":"host","rollout":"r","domain":null,"role":"opens-new","owner":"a","state":\(state),\
            "step":\(step),"step_count":1,"step_name":"x","remaining":12,"revert_bound":6,"boot_id":"b",\
            "fencing_token":1,"device_fencing_token":1,"reason":"","differences":[],\
            "digests":{"before":\(digest ?? good),"after":null,"now":\(good)}}

            """
    }
}
