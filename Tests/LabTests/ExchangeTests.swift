import FleetModel
import Foundation
import Testing
import Transport

extension LabTests {
    /// Broker and workers on real machines: what a node posts is in the gateways' kernels, and stays right.
    @Suite(.serialized)
    struct ExchangeTests {
        @Test(.timeLimit(.minutes(15)))
        func `the keys that nodes post are on both gateways within a second`() async throws {
            let exchange = try await LabExchange.ready(try await Lab())
            var before: [String: LabExchange.Programmed] = [:]
            for gateway in Lab.gateways { before[gateway] = try await exchange.programmed(on: gateway) }
            var keys: [String] = []
            for (node, gateway) in zip(1...6, Lab.gateways + Lab.gateways + Lab.gateways) {
                let key = try await exchange.newKey(on: "n\(node)")
                keys.append(key)
                let seconds = try await exchange.secondsUntilProgrammed(key, on: gateway)
                #expect(seconds.map { $0 <= 1 } == true, "n\(node) on \(gateway): \(String(describing: seconds)) s")
            }
            for gateway in Lab.gateways {
                let wanted = try exchange.expected(try #require(before[gateway]), with: keys)
                try await exchange.expectEventually(wanted, on: gateway, within: 5, "all six nodes, and no one else")
            }
        }

        @Test(.timeLimit(.minutes(10)))
        func `two brokers send a node to the same gateway, and nodes to both`() async throws {
            let exchange = try await LabExchange.ready(try await Lab())
            let keys = try await exchange.newKeys(10, on: "svc")
            let (answers, seconds) = try await exchange.register(keys, at: ["broker1", "broker2"])
            // What never connects counts for a gateway only until the worker counts its peers 10 s later.
            try #require(seconds < 10, "the lab is too slow to tell")
            var chosen: [String: Int] = [:]
            for both in answers {
                #expect(both.allSatisfy { $0.status == 200 })
                let gateways = Set(both.map(\.gatewayKey))
                #expect(gateways.count == 1)
                chosen[try #require(gateways.first ?? nil), default: 0] += 1
            }
            #expect(chosen.values.sorted() == [5, 5], "\(chosen)")
        }

        @Test(.timeLimit(.minutes(10)))
        func `a gateway's own key and one with its address are refused, and change nothing`() async throws {
            let exchange = try await LabExchange.ready(try await Lab())
            let before = try await exchange.programmed(on: "gw1")
            let own = try await exchange.lab.ssh("gw1", "wg show wg-muc_nord public-key")
                .trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(try await exchange.register(own).status == 409)
            // Past the broker: straight to the workers.
            try await exchange.lab.ssh("svc", "mosquitto_pub -t wireguard/\(Lab.domain)/all -m \(own.shellQuoted)")
            let marker = try await exchange.newKey(on: "svc")
            #expect(try await exchange.register(marker).status == 200)
            for gateway in Lab.gateways {
                let wanted = try exchange.expected(try await exchange.programmed(on: gateway), with: [marker])
                try await exchange.expectEventually(wanted, on: gateway, within: 10, "the key that was posted after it")
            }
            let after = try await exchange.programmed(on: "gw1")
            #expect(after == (try exchange.expected(before, with: [marker])))
        }

        @Test(.timeLimit(.minutes(15)))
        func `a gateway that was rebooted has its nodes again without their asking`() async throws {
            let exchange = try await LabExchange.ready(try await Lab())
            let before = try await exchange.programmed(on: "gw1")
            let keys = try await exchange.newKeys(6, on: "svc")
            let (answers, _) = try await exchange.register(keys, at: ["broker1"])
            #expect(answers.joined().allSatisfy { $0.status == 200 })
            let wanted = try exchange.expected(before, with: keys)
            try await exchange.expectEventually(wanted, on: "gw1", within: 10, "six nodes before the power cut")
            try await exchange.lab.lab("cut", "gw1")
            try await exchange.lab.lab("start", "gw1")
            try await exchange.expectEventually(wanted, on: "gw1", within: 60, "six nodes after the power cut")
            // An emulated gateway's interfaces come some seconds after its worker.
            let seconds = try await exchange.lab.ssh(
                "gw1",
                """
                at() {
                    journalctl -q -b -u umstieg-worker -o short-monotonic --no-hostname | grep -F -e "$1" |
                        tail -n 1 | sed 's/^\\[ *//; s/\\].*//'
                }
                started=$(systemctl show -P ExecMainStartTimestampMonotonic umstieg-worker)
                awk -v started="$started" -v ready="$(at 'are in order')" -v added="$(at added)" 'BEGIN {
                    if (added == "" || ready == "") exit 1
                    started /= 1000000
                    took = added - (ready > started ? ready : started)
                    print (took > 0 ? took : 0)
                }'
                """
            )
            let took = try #require(Double(seconds.trimmingCharacters(in: .whitespacesAndNewlines)))
            #expect((0...10).contains(took), "\(took) s after the worker could work")
        }

        @Test(.timeLimit(.minutes(10)))
        func `a killed worker is told of, leaves its peers, and knows them again`() async throws {
            let exchange = try await LabExchange.ready(try await Lab())
            let lab = exchange.lab
            let before = try await exchange.programmed(on: "gw1")
            let keys = try await exchange.newKeys(2, on: "svc")
            let (answers, _) = try await exchange.register(keys, at: ["broker1"])
            #expect(answers.joined().allSatisfy { $0.status == 200 })
            let wanted = try exchange.expected(before, with: keys)
            try await exchange.expectEventually(wanted, on: "gw1", within: 10, "two nodes")
            try await lab.ssh("gw1", "systemctl mask --runtime umstieg-worker && systemctl kill -s KILL umstieg-worker")
            let status = "mosquitto_sub -C 1 -W 10 -t wireguard-worker/gw1/status"
            try await lab.eventually("the last will of gw1's worker", within: 30) {
                try await lab.ssh("svc", status).trimmingCharacters(in: .whitespacesAndNewlines) == "0"
            }
            #expect(try await exchange.programmed(on: "gw1") == wanted)
            try await lab.ssh("gw1", "wg set wg-muc_nord peer \(keys[0].shellQuoted) remove")
            try await lab.ssh("gw1", "systemctl unmask --runtime umstieg-worker && systemctl start umstieg-worker")
            try await exchange.expectEventually(wanted, on: "gw1", within: 20, "both nodes after a restart")
        }

        @Test(.timeLimit(.minutes(15)))
        func `a domain's rollback takes what tells the worker of it, and leaves the worker`() async throws {
            let exchange = try await LabExchange.ready(try await Lab())
            let lab = exchange.lab
            let file = "/etc/umstieg/worker.d/\(Lab.domain).yaml"
            for gateway in Lab.gateways { try await lab.ssh(gateway, "test -f \(file)") }
            try await LabWorkspace.another(lab).succeed("rollback --domain \(Lab.domain)")
            for gateway in Lab.gateways {
                try await lab.ssh(gateway, "test ! -e \(file) && systemctl is-active umstieg-worker")
                let status = "systemctl show -P StatusText umstieg-worker"
                try await lab.eventually("\(gateway)'s worker serves nothing", within: 30) {
                    try await lab.ssh(gateway, status) == "serves no domain; 0 nodes, 0 of them connected\n"
                }
                let topic = "wireguard-metrics/\(Lab.domain)/\(gateway)/connected_peers"
                #expect(try await lab.ssh("svc", "mosquitto_sub -C 1 -W 10 -t \(topic)") == "-1\n")
            }
            let key = try await exchange.newKey(on: "svc")
            #expect(try await exchange.register(key).status == 400, "no gateway is left")
        }

        @Test(.timeLimit(.minutes(10)))
        func `peers without a handshake leave with route and FDB entry, and gateways stay`() async throws {
            let exchange = try await LabExchange.ready(try await Lab())
            let before = try await exchange.programmed(on: "gw2")
            let key = try await exchange.newKey(on: "svc")
            #expect(try await exchange.register(key).status == 200)
            let wanted = try exchange.expected(before, with: [key])
            try await exchange.expectEventually(wanted, on: "gw2", within: 10, "a node")
            try await exchange.lab.ssh(
                "gw2",
                """
                sed -i 's/^  worker: {/&stale_after: 20s, sweep_every: 5s, /' /etc/umstieg/worker.yaml
                systemctl stop umstieg-worker
                """
            )
            // Its brokers would hand it the key again.
            try await exchange.lab.ssh("svc", "systemctl stop broker1 broker2")
            try await exchange.lab.ssh("gw2", "systemctl start umstieg-worker")
            #expect(try await exchange.programmed(on: "gw2") == wanted)
            try await exchange.expectEventually(before, on: "gw2", within: 90, "gateways only")
        }

        @Test(.timeLimit(.minutes(10)))
        func `without its MQTT server a broker says so, and goes on when it is back`() async throws {
            let exchange = try await LabExchange.ready(try await Lab())
            let key = try await exchange.newKey(on: "svc")
            try await exchange.lab.ssh("svc", "systemctl stop mosquitto")
            let refused = try await exchange.register(key, version: 1)
            #expect(refused.status == 503)
            #expect(refused.headers.contains { $0.key.lowercased() == "retry-after" })
            #expect(refused.body.hasPrefix(#"{"error":{"message":"#))
            try await Task.sleep(for: .seconds(20))
            try await exchange.lab.ssh("svc", "systemctl start mosquitto")
            try await exchange.lab.eventually("a registration after mosquitto's return", within: 15) {
                try await exchange.register(key, version: 1).status == 200
            }
            let before = try await exchange.programmed(on: "gw2")
            let wanted = try exchange.expected(before, with: [key])
            try await exchange.expectEventually(wanted, on: "gw2", within: 15, "the node")
        }
    }
}
