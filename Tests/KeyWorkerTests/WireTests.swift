import FleetModel
import Glibc
import KeyExchange
import KeyWorker
import Logging
import Service
import Synchronization
import Testing
import UmstiegTesting

/// A worker at a real mosquitto, seen and driven by mosquitto's own programs.
@Suite(.enabled(if: MosquittoServer.isInstalled))
struct WireTests {
    private let server: MosquittoServer
    private let kernel = MemoryKernel()
    private let own = Site.key(200)
    private var settings: ExchangeSettings

    init() throws {
        server = try MosquittoServer()
        settings = ExchangeSettings(domains: [Site.eins], weights: [:], mqtt: MQTTSettings(host: "127.0.0.1"))
        settings.mqtt.port = server.port
        settings.worker.name = "gw1"
        settings.worker.externalName = "gw1.example.net"
        settings.worker.metricsEvery = .seconds(1)
    }

    /// Runs a worker while `body` does, and then ends it as SIGTERM would.
    private func withWorker(
        _ settings: ExchangeSettings? = nil,
        _ body: () async throws -> Void
    ) async throws {
        let service = try KeyWorkerService(
            settings ?? self.settings,
            kernel: kernel,
            readUnits: { GatewayUnits() },
            notifier: ServiceNotifier(environment: { _ in nil }),
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let (stops, stop) = AsyncStream.makeStream(of: Void.self)
        let running = Task {
            try await service.run(
                watching: { _ throws(KernelError) in nil },
                until: { for await _ in stops { return } }
            )
        }
        let result = await Result { () async throws in try await body() }
        stop.finish()
        try await running.value
        try result.get()
    }

    private func row(_ topic: String, _ payload: String, quality: Int, isRetained: Bool) -> MosquittoListener.Row {
        MosquittoListener.Row(topic: topic, quality: quality, isRetained: isRetained, payload: Array(payload.utf8))
    }

    /// What is retained on a topic, when it is.
    private func retained(_ topic: String, _ payload: String) async throws {
        let listener = try await MosquittoListener(server, to: topic)
        try await Patience.wait(for: "\(payload) on \(topic), heard \(listener.rows)") {
            listener.rows.last.map { String(decoding: $0.payload, as: UTF8.self) } == payload
        }
    }

    @Test func `it says all there is to say, byte for byte, retained`() async throws {
        kernel.raise(Site.eins, key: own)
        let listener = try await MosquittoListener(server)
        let address = LinkLocalAddress(of: own, in: .ffmuc)
        let data =
            #"{"ExternalAddress": "gw1.example.net", "Port": 40000, "PublicKey": "\#(own)", "LinkAddress": "\#(address)"}"#
        let counters =
            #"{"added": 0, "removed": 0, "repaired": 0, "malformed": 0, "retained": 0, "refused_own": 0, "#
            + #""refused_gateway": 0, "refused_collision": 0, "refused_full": 0, "failed": 0}"#
        func rows(isRetained: Bool) -> [MosquittoListener.Row] {
            [
                row("wireguard-worker/gw1/ffms_eins/data", data, quality: 1, isRetained: isRetained),
                row("wireguard-worker/gw1/status", "1", quality: 1, isRetained: isRetained),
                row("wireguard-metrics/ffms_eins/gw1/connected_peers", "0", quality: 0, isRetained: isRetained),
                row("umstieg/worker/gw1/counters", counters, quality: 0, isRetained: isRetained),
            ]
        }
        try await withWorker {
            let expected = rows(isRetained: false)
            try await Patience.wait(for: "\(expected), heard \(listener.rows)") {
                Set(listener.rows) == Set(expected)
            }
            // A metric that is due may come before, but nodes are sent here only when both are known.
            let order = expected.prefix(2).compactMap { listener.rows.firstIndex(of: $0) }
            #expect(order.count == 2 && order == order.sorted())
            // One that comes later gets them as retained ones, before anything new.
            let later = try await MosquittoListener(server)
            try await Patience.wait(for: "what is retained, heard \(later.rows)") {
                Set(later.rows.filter(\.isRetained)) == Set(rows(isRetained: true))
            }
        }
        let last = [
            row("wireguard-metrics/ffms_eins/gw1/connected_peers", "-1", quality: 1, isRetained: false),
            row("wireguard-worker/gw1/status", "0", quality: 1, isRetained: false),
        ]
        try await Patience.wait(for: "\(last) at the end of \(listener.rows)") { listener.rows.suffix(2) == last }
    }

    @Test func `keys that are published by hand are programmed, retained ones aren't`() async throws {
        kernel.raise(Site.eins, key: own)
        try server.say("wireguard/ffms_eins/all", Array(Site.key(3).base64.utf8), isRetained: true)
        try await withWorker {
            try await retained("wireguard-worker/gw1/status", "1")
            try server.say("wireguard/ffms_eins/all", Array(Site.key(1).base64.utf8), quality: 0)
            try server.say("wireguard/ffms_eins/gw1", Array(Site.key(2).base64.utf8))
            try await Patience.wait(for: "two peers") { peers.count == 2 }
            #expect(peers == [Site.key(1), Site.key(2)])
            try await Patience.wait(for: "the retained key is counted") {
                let text = try? await retainedText("umstieg/worker/gw1/counters")
                return text?.contains(#""retained": 1"#) == true
            }
        }
        #expect(peers.count == 2, "they stay")
    }

    private var peers: Set<WireGuardKey> { Set(kernel.link("wg-eins")?.device?.peers.map(\.key) ?? []) }

    private func retainedText(_ topic: String) async throws -> String {
        let listener = try await MosquittoListener(server, to: topic)
        return String(decoding: try await listener.rows(atLeast: 1)[0].payload, as: UTF8.self)
    }

    @Test func `another client with its id makes the server say its will, and it says that it lives`() async throws {
        kernel.raise(Site.eins, key: own)
        try await withWorker {
            try await retained("wireguard-worker/gw1/status", "1")
            let listener = try await MosquittoListener(server, to: "wireguard-worker/gw1/status")
            try TestProcess.run(
                "/usr/bin/mosquitto_pub",
                ["-h", "127.0.0.1", "-p", "\(server.port)", "-i", "umstieg-worker-gw1", "-t", "x", "-n"]
            )
            let payloads = try await listener.rows(atLeast: 3).map { String(decoding: $0.payload, as: UTF8.self) }
            #expect(payloads.prefix(3) == ["1", "0", "1"])
        }
    }

    @Test func `declared dead by mistake, it says that it lives`() async throws {
        kernel.raise(Site.eins, key: own)
        try await withWorker {
            try await retained("wireguard-worker/gw1/status", "1")
            try server.say("wireguard-worker/gw1/status", Array("0".utf8), isRetained: true)
            try await retained("wireguard-worker/gw1/status", "1")
        }
    }

    @Test func `a server that was away hears all of it again`() async throws {
        kernel.raise(Site.eins, key: own)
        try await withWorker {
            try await retained("wireguard-worker/gw1/status", "1")
            server.kill()
            try server.start()
            try await retained("wireguard-worker/gw1/status", "1")
            try server.say("wireguard/ffms_eins/all", Array(Site.key(1).base64.utf8))
            try await Patience.wait(for: "a peer") { peers == [Site.key(1)] }
        }
    }

    @Test func `a domain comes and goes while it runs, and what a killed worker left is taken back`() async throws {
        let directory = try TestDirectory()
        var settings = settings
        settings.domains = []
        settings.rule = DomainRule(prefixes: ["ffms_"])
        settings.worker.domainsDirectory = directory.path
        kernel.raise(Site.eins, key: own)
        let gateway = GatewayData(externalAddress: "gw2", port: 1, publicKey: Site.key(9), linkAddress: "fe80::9")
        try server.say("wireguard-worker/gw2/ffms_eins/data", Array(gateway.json.utf8), isRetained: true)
        try server.say("wireguard-metrics/ffms_alt/gw1/connected_peers", Array("7".utf8), isRetained: true)
        let metric = "wireguard-metrics/ffms_eins/gw1/connected_peers"
        try await withWorker(settings) {
            try await retained("wireguard-worker/gw1/status", "1")
            try await retained("wireguard-metrics/ffms_alt/gw1/connected_peers", "-1")
            try directory.write("domain: ffms_eins", to: "ffms_eins.yaml")
            try await retained(metric, "0")
            // The gateway that was heard of before the domain came is no node.
            for key in [9, 1] { try server.say("wireguard/ffms_eins/all", Array(Site.key(key).base64.utf8)) }
            try await Patience.wait(for: "a peer") { peers == [Site.key(1)] }
            unlink(directory.file("ffms_eins.yaml"))
            try await retained(metric, "-1")
            try await Patience.wait(for: "no peer") { peers.isEmpty }
        }
    }

    @Test func `a second start takes over what the first one left`() async throws {
        kernel.raise(Site.eins, key: own)
        try await withWorker {
            try await retained("wireguard-worker/gw1/status", "1")
            try server.say("wireguard/ffms_eins/all", Array(Site.key(1).base64.utf8))
            try await Patience.wait(for: "a peer") { peers == [Site.key(1)] }
        }
        try await retained("wireguard-worker/gw1/status", "0")
        kernel.change("wg-eins") { $0.routes = [] }
        try await withWorker {
            try await retained("wireguard-worker/gw1/status", "1")
            try await Patience.wait(for: "the route") { kernel.link("wg-eins")?.routes.count == 1 }
        }
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
