import FleetModel
import Foundation
import KeyExchange
import Logging
import Synchronization
import UmstiegTesting

@testable import KeyBroker

/// A broker that runs in this process, on a port of its own, at a real MQTT server.
final class TestBroker: Sendable {
    let port: Int
    private let signs: Mutex<[BrokerService.Sign]>
    private let stopping: AsyncStream<Void>.Continuation
    private let reloading: AsyncStream<Void>.Continuation
    private let task: Task<Void, any Error>

    /// Starts it, and returns when it is ready.
    init(_ settings: ExchangeSettings, at server: MosquittoServer, waits: Bool = true) async throws {
        var settings = settings
        settings.mqtt.port = server.port
        settings.broker.host = "127.0.0.1"
        settings.broker.port = FreePort.find()
        port = settings.broker.port
        let box = Signs()
        signs = Mutex([])
        let (stop, stopping) = AsyncStream<Void>.makeStream()
        let (reload, reloading) = AsyncStream<Void>.makeStream()
        self.stopping = stopping
        self.reloading = reloading
        let service = try BrokerService(
            settings: settings,
            file: "wgkex.yaml",
            logger: Logger(label: "broker") { _ in SwiftLogNoOpLogHandler() }
        )
        task = Task {
            try await service.run(
                until: { for await _ in stop { break } },
                reload: reload,
                tell: { sign in box.signs.withLock { $0.append(sign) } }
            )
        }
        let awaited = waits ? BrokerService.Sign.ready : .listening(port: port)
        try await Patience.wait(for: "the broker") { box.signs.withLock { $0.contains(awaited) } }
    }

    private final class Signs: Sendable {
        let signs = Mutex<[BrokerService.Sign]>([])
    }

    deinit { stopping.finish() }

    func stop() async throws {
        stopping.finish()
        try await task.value
    }

    func reload() { reloading.yield() }

    /// Registers a key.
    func register(_ number: Int, version: String = "v2", domain: String = "ffmuc_nord") async throws -> RawHTTP.Answer {
        try await post(Fixture.body(Fixture.key(number), domain: domain), version: version)
    }

    func post(_ body: String, version: String = "v2", headers: [String] = []) async throws -> RawHTTP.Answer {
        try await RawHTTP.ask(port, "POST /api/\(version)/wg/key/exchange", headers: headers, body: Array(body.utf8))
    }

    func get(_ path: String) async throws -> RawHTTP.Answer { try await RawHTTP.ask(port, "GET \(path)") }

    /// A number of `/metrics`.
    func metric(_ name: String) async throws -> Int? {
        let line = try await get("/metrics").body.split(separator: "\n").first {
            $0.hasPrefix("umstieg_broker_\(name) ")
        }
        return line.flatMap { $0.split(separator: " ").last }.flatMap { Int($0) }
    }

    /// Waits until it knows so many workers.
    func hears(_ workers: Int) async throws {
        try await Patience.wait(for: "\(workers) workers") {
            let peers = try await metric("worker_peers{domain=\"ffmuc_nord\",worker=\"gw\(workers)\"}")
            return try await get("/healthz").body.contains("\"workers_online\": \(workers),") && peers != nil
        }
    }
}

extension MosquittoServer {
    /// Says what workers gw1, gw2, … say when they start.
    func sayWorkers(_ count: Int, domain: String = "ffmuc_nord") throws {
        for number in 1...max(count, 1) where number <= count {
            let data = Publication.data(Fixture.data(number), domain: domain, worker: "gw\(number)")
            for publication in [
                data, .connectedPeers(0, domain: domain, worker: "gw\(number)"),
                .status(isOnline: true, worker: "gw\(number)"),
            ] {
                try say(publication.topic.name, publication.payload, isRetained: true)
            }
        }
    }
}
