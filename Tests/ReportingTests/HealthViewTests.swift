import Foundation
import Mesh
import Reporting
import Testing

struct HealthViewTests {
    private func report(_ findings: [Finding], others: Int = 0) -> HealthReport {
        let gateway = Subject(.gateway, "gw1")
        let nodes = (0..<others).map { number in
            let node = Subject(.node, "02caffee000\(number)")
            return SubjectHealth(
                subject: node,
                title: "n\(number)",
                domain: "north",
                verdict: .unknown,
                findings: [Finding(node, .collection, verdict: .unknown, source: "north", "no answer")]
            )
        }
        let domain = SubjectHealth(
            subject: Subject(.domain, "north"),
            title: "north",
            verdict: .unhealthy,
            findings: [],
            numbers: DomainNumbers(nodesHeard: 5, nodes: 6, clients: 12, wireGuardPeers: 3, fastdPeers: nil)
        )
        let own = SubjectHealth(subject: gateway, title: "gw1", verdict: .unhealthy, findings: findings)
        return HealthReport(takenAt: 1000, subjects: [domain, own] + nodes)
    }

    private let worker = Finding(
        Subject(.gateway, "gw1"),
        .worker,
        value: "offline",
        limit: "online",
        source: "mqtt",
        domain: "north",
        "the worker gw1 is offline\u{1b}[31m"
    )

    @Test func `JSON has a verdict and the reasons of each subject`() throws {
        let view = HealthView(report([worker]), since: [worker.identity: 900])
        let object = try #require(try JSONSerialization.jsonObject(with: Data(view.json.utf8)) as? [String: Any])
        #expect(object["verdict"] as? String == "unhealthy")
        let subjects = try #require(object["subjects"] as? [[String: Any]])
        let findings = try #require(subjects[1]["findings"] as? [[String: Any]])
        #expect(subjects[1]["name"] as? String == "gw1")
        #expect(findings.count == 1)
        #expect(findings[0]["check"] as? String == "worker")
        #expect(findings[0]["value"] as? String == "offline")
        #expect(findings[0]["limit"] as? String == "online")
        #expect(findings[0]["since"] as? Int == 900)
        #expect(findings[0]["source"] as? String == "mqtt")
        let numbers = try #require(subjects[0]["numbers"] as? [String: Any])
        #expect(numbers["nodes_heard"] as? Int == 5)
        #expect(numbers["fastd_peers"] is NSNull)
    }

    @Test func `a table says since when, and no device writes to the terminal`() {
        let text = HealthView(report([worker]), since: [worker.identity: 880]).table(style: .plain)
        #expect(text.contains("2 min"))
        #expect(text.contains("the worker gw1 is offline"))
        #expect(!text.contains("\u{1b}"))
        #expect(text.hasSuffix("unhealthy: 1 domain, 1 gateway\n"))
    }

    @Test func `what many nodes have in common is one row`() {
        let text = HealthView(report([worker], others: 9)).table(style: .plain)
        #expect(text.contains("node (9)"))
        #expect(text.contains("n0, n1, n2, n3 and 5 more"))
        #expect(text.contains("unknown: 9 nodes"))
    }

    private let uplink = Finding(
        Subject(.gateway, "gw1"),
        .uplink,
        source: "north",
        "no route to the internet"
    )

    @Test func `what only follows is counted, and left to JSON`() {
        var effect = worker
        effect.cause = uplink.identity
        let view = HealthView(report([uplink, effect]))
        #expect(view.table(style: .plain).contains("no route to the internet"))
        #expect(!view.table(style: .plain).contains("offline"))
        #expect(view.table(style: .plain).contains("1 more that follow"))
        #expect(view.json.contains("gateway gw1: uplink"))
        #expect(view.prometheus.contains(#"check="uplink""#))
        #expect(!view.prometheus.contains(#"check="worker""#))
    }

    @Test func `an effect whose cause is not told is a reason`() {
        var effect = worker
        effect.cause = uplink.identity
        let view = HealthView(report([effect]))
        #expect(view.table(style: .plain).contains("; because of gateway gw1: uplink"))
        #expect(!view.table(style: .plain).contains("more that follow"))
        #expect(view.prometheus.contains(#"check="worker""#))
    }

    @Test func `Prometheus gets one line a value`() {
        let lines = HealthView(report([worker])).prometheus.split(separator: "\n").map(String.init)
        #expect(lines.contains(#"umstieg_health{kind="gateway",name="gw1",title="gw1"} 0"#))
        #expect(lines.contains(#"umstieg_domain_nodes_heard{domain="north"} 5"#))
        #expect(
            lines.contains(#"umstieg_finding{kind="gateway",name="gw1",check="worker",domain="north",gateway=""} 1"#)
        )
        #expect(!lines.contains { $0.contains("fastd_peers") })
    }
}
