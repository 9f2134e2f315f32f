import FleetModel
import Foundation
import Testing
import Transport

/// The key exchange in the lab: two brokers on svc, a worker on each gateway, and the interfaces that they serve.
struct LabExchange {
    /// What a broker answered.
    struct Answer: Decodable {
        var status: Int
        var headers: [String: String]
        var body: String

        /// Of version 2: the gateway's public key.
        var gatewayKey: String? {
            struct Body: Decodable {
                struct Endpoint: Decodable {
                    var publicKey: String
                    enum CodingKeys: String, CodingKey { case publicKey = "PublicKey" }
                }

                var endpoint: Endpoint
                enum CodingKeys: String, CodingKey { case endpoint = "Endpoint" }
            }
            return try? JSONDecoder().decode(Body.self, from: Data(body.utf8)).endpoint.publicKey
        }
    }

    /// What of a key is in a gateway's kernel.
    struct Programmed: Equatable {
        var peers: Set<String>
        var routes: Set<String>
        var entries: Set<String>
    }

    static let brokers = ["broker1": 5000, "broker2": 5001]

    let lab: Lab

    /// Brings the lab to the state in which brokers and workers run, by the program's own rollouts; the second time from
    /// a saved state.
    static func ready(_ lab: Lab) async throws -> LabExchange {
        let exchange = LabExchange(lab: lab)
        try await LabStates.bring(lab, to: "exchange") {
            let workspace = try await LabWorkspace.fresh(lab)
            try await exchange.startBrokers()
            // The debug build of the worker needs libraries that gateways don't have.
            for gateway in Lab.gateways {
                try await lab.lab("program", gateway, try workerProgram, "/usr/local/bin/umstieg-worker-for-libraries")
            }
            try await workspace.succeed("rollout run Playbooks/workers.yaml")
            try await workspace.succeed("rollout run Playbooks/gateways.yaml")
        }
        return exchange
    }

    private static var workerProgram: String {
        get throws {
            URL(filePath: try LabWorkspace.program).deletingLastPathComponent().appending(path: "umstieg-worker").path
        }
    }

    private func startBrokers() async throws {
        try await lab.lab("program", "svc", try LabWorkspace.program, "/usr/local/bin/umstieg")
        for (name, port) in Self.brokers {
            let settings = """
                domains: [\(Lab.domain)]
                domain_prefixes: [ffmuc_]
                mqtt: {broker_url: 127.0.0.1}
                broker_listen: {host: 0.0.0.0, port: \(port)}
                umstieg: {broker: {name: \(name), database: /var/lib/\(name)/keys.db}}
                """
            // Type=notify: returns when the broker listens and is subscribed.
            try await lab.ssh(
                "svc",
                """
                mkdir -p /etc/umstieg && printf '%s\\n' \(settings.shellQuoted) > /etc/umstieg/\(name).yaml
                systemd-run --quiet --unit=\(name) -p Type=notify -p StateDirectory=\(name) -p Restart=always \
                    /usr/local/bin/umstieg broker --config /etc/umstieg/\(name).yaml
                """
            )
        }
    }

    // MARK: - Asking

    /// Key pairs' public halves, made on a machine.
    func newKeys(_ count: Int, on machine: String) async throws -> [String] {
        try await lab.ssh(machine, "for _ in $(seq \(count)); do wg genkey | wg pubkey; done")
            .split(separator: "\n").map(String.init)
    }

    func newKey(on machine: String) async throws -> String {
        try #require(try await newKeys(1, on: machine).first)
    }

    /// Registers a key from a machine.
    func register(
        _ key: String,
        from machine: String = "svc",
        at broker: String = "broker1",
        version: Int = 2
    ) async throws -> Answer {
        try #require(try await register([key], from: machine, at: [broker], version: version).answers.first?.first)
    }

    /// Registers each key at each broker, one after the other.
    ///
    /// - Returns: the answers for each key, in the order of the brokers, and the seconds that all took.
    func register(
        _ keys: [String],
        from machine: String = "svc",
        at brokers: [String],
        version: Int = 2
    ) async throws -> (answers: [[Answer]], seconds: Double) {
        let script = """
            import json, sys, time, urllib.request, urllib.error
            keys, urls = map(json.loads, sys.argv[1:])
            def register(key, url):
                body = json.dumps({"domain": "\(Lab.domain)", "public_key": key}).encode()
                try:
                    answer = urllib.request.urlopen(urllib.request.Request(url, body), timeout=30)
                except urllib.error.HTTPError as error:
                    answer = error
                return {"status": answer.status, "headers": dict(answer.headers), "body": answer.read().decode()}
            begun = time.monotonic()
            answers = [[register(key, url) for url in urls] for key in keys]
            print(json.dumps({"answers": answers, "seconds": time.monotonic() - begun}))
            """
        struct Output: Decodable {
            var answers: [[Answer]]
            var seconds: Double
        }
        let urls = try brokers.map {
            "http://172.31.7.10:\(try #require(Self.brokers[$0]))/api/v\(version)/wg/key/exchange"
        }
        let lists = try [keys, urls].map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
        let text = try await lab.ssh(
            machine,
            (["python3", "-c", script] + lists).map(\.shellQuoted).joined(separator: " ")
        )
        let output = try JSONDecoder().decode(Output.self, from: Data(text.utf8))
        return (output.answers, output.seconds)
    }

    /// Registers a key on a gateway, and counts from the broker's answer until that gateway's kernel has it.
    ///
    /// - Returns: seconds; nil if it took more than 20.
    func secondsUntilProgrammed(_ key: String, on gateway: String) async throws -> Double? {
        let address = Dialect.ffmuc.linkLocal(of: try WireGuardKey(key))
        let script = """
            import json, subprocess, sys, time, urllib.request
            key, address = sys.argv[1:]
            body = json.dumps({"domain": "\(Lab.domain)", "public_key": key}).encode()
            urllib.request.urlopen("http://172.31.7.10:5000/api/v1/wg/key/exchange", body, timeout=30).read()
            answered = time.monotonic()
            def has(word, *command):
                return word in subprocess.run(command, capture_output=True, text=True).stdout
            while time.monotonic() < answered + 20:
                if (has(key, "wg", "show", "wg-muc_nord", "peers")
                        and has(address, "ip", "-6", "route", "show", "dev", "wg-muc_nord")
                        and has(f"dst {address} via wg-muc_nord", "bridge", "fdb", "show", "dev", "vx-muc_nord")):
                    print(time.monotonic() - answered)
                    sys.exit()
            print("never")
            """
        let text = try await lab.ssh(
            gateway,
            ["python3", "-c", script, key, address].map(\.shellQuoted).joined(separator: " ")
        )
        return Double(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// What a gateway's kernel holds.
    func programmed(on gateway: String) async throws -> Programmed {
        let text = try await lab.ssh(
            gateway,
            """
            wg show wg-muc_nord peers | sed 's/^/peer /'
            ip -6 route show dev wg-muc_nord | awk '{ print "route " $1 }'
            bridge fdb show dev vx-muc_nord | sed -n 's/^00:00:00:00:00:00 dst \\([^ ]*\\) via wg-muc_nord .*/entry \\1/p'
            """
        )
        func words(_ kind: String) -> Set<String> {
            Set(
                text.split(separator: "\n").filter { $0.hasPrefix(kind + " ") }.map {
                    String($0.dropFirst(kind.count + 1))
                }
            )
        }
        return Programmed(peers: words("peer"), routes: words("route"), entries: words("entry"))
    }

    /// What a gateway's kernel is to hold: what it held before, and these keys.
    func expected(_ before: Programmed, with keys: [String]) throws -> Programmed {
        let addresses = try keys.map { Dialect.ffmuc.linkLocal(of: try WireGuardKey($0)) }
        return Programmed(
            peers: before.peers.union(keys),
            routes: before.routes.union(addresses),
            entries: before.entries.union(addresses)
        )
    }

    /// Waits until a gateway's kernel holds just that.
    func expectEventually(_ wanted: Programmed, on gateway: String, within seconds: Int, _ what: String) async throws {
        try await lab.eventually("\(gateway): \(what)", within: seconds) {
            try await programmed(on: gateway) == wanted
        }
    }
}
