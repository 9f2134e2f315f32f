import FleetModel
import Foundation
import Testing
import Transport

extension LabTests {
    /// The key exchange without its MQTT server for a whole minute, on real machines.
    @Suite(.serialized)
    struct BrokerOutageTests {
        /// What a machine told that asked brokers during an outage.
        private struct Account: Decodable {
            /// During the minute.
            var during: [LabExchange.Answer]
            /// By URL: from when the server took connections again to the first answer of 200.
            var back: [String: Double]
        }

        /// Stops the server on svc for a minute, asks each URL each five seconds, and goes on asking until all take keys.
        ///
        /// It runs on svc, so that the way to it is in no figure; the limit is 30 registrations a minute.
        private static let script = """
            import json, socket, subprocess, sys, time, urllib.request, urllib.error
            key, urls = sys.argv[1], sys.argv[2:]
            body = json.dumps({"domain": "\(Lab.domain)", "public_key": key}).encode()
            def ask(url):
                try:
                    answer = urllib.request.urlopen(urllib.request.Request(url, body), timeout=10)
                except urllib.error.HTTPError as error:
                    answer = error
                return {"status": answer.status, "headers": dict(answer.headers), "body": answer.read().decode()}
            def listens():
                with socket.socket() as client:
                    return client.connect_ex(("127.0.0.1", 1883)) == 0
            subprocess.run(["systemctl", "stop", "mosquitto"], check=True)
            begun, during = time.monotonic(), []
            while time.monotonic() < begun + 60:
                during += [ask(url) for url in urls]
                time.sleep(5)
            subprocess.run(["systemctl", "start", "--no-block", "mosquitto"], check=True)
            while not listens():
                time.sleep(0.02)
            returned, back = time.monotonic(), {}
            while len(back) < len(urls) and time.monotonic() < returned + 20:
                for url in urls:
                    if url not in back and ask(url)["status"] == 200:
                        back[url] = time.monotonic() - returned
                time.sleep(0.2)
            print(json.dumps({"during": during, "back": back}))
            """

        @Test(.enabled(if: FaultCase.areWanted, FaultCase.absence), .timeLimit(.minutes(10)))
        func `a minute without its MQTT server is 503, and two seconds after its return it is over`() async throws {
            let exchange = try await LabExchange.ready(try await Lab())
            let lab = exchange.lab
            var before: [String: LabExchange.Programmed] = [:]
            for gateway in Lab.gateways { before[gateway] = try await exchange.programmed(on: gateway) }
            let key = try await exchange.newKey(on: "svc")
            let urls = LabExchange.brokers.values.sorted().flatMap { port in
                ["v1", "v2"].map { "http://172.31.7.10:\(port)/api/\($0)/wg/key/exchange" }
            }
            let line = (["python3", "-c", Self.script, key] + urls).map(\.shellQuoted).joined(separator: " ")
            let account = try JSONDecoder().decode(Account.self, from: Data(try await lab.ssh("svc", line).utf8))
            #expect(account.during.count >= 10 * urls.count)
            for answer in account.during {
                #expect(answer.status == 503)
                #expect(answer.headers.contains { $0.key.lowercased() == "retry-after" && Int($0.value) != nil })
                #expect(answer.body.hasPrefix(#"{"error":{"message":"#))
            }
            print("back after mosquitto's return, in seconds: \(account.back)")
            for url in urls { #expect(account.back[url].map { $0 <= 2 } == true, "\(url): \(account.back)") }
            for gateway in Lab.gateways {
                let wanted = try exchange.expected(try #require(before[gateway]), with: [key])
                try await exchange.expectEventually(wanted, on: gateway, within: 5, "the key that was taken at last")
            }
        }

        @Test(.enabled(if: FaultCase.areWanted, FaultCase.absence), .timeLimit(.minutes(10)))
        func `a broker that is restarted beside its MQTT server hears at once`() async throws {
            let exchange = try await LabExchange.ready(try await Lab())
            let key = try await exchange.newKey(on: "svc")
            // wgkex's was deaf after nine of ten restarts.
            for _ in 0..<10 {
                // Returns when it says that it is ready: connected and subscribed.
                try await exchange.lab.ssh("svc", "systemctl restart broker1")
                #expect(try await exchange.register(key).status == 200)
            }
        }
    }
}
