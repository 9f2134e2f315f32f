import FleetModel
import Foundation
import HTTPClient
import KeyExchange
import MQTTClient
import Mesh
import Synchronization
import Transport

/// Asks the key exchange how it is: the broker over HTTP, the workers over MQTT.
///
/// Registers nothing but a node's own key, as the node itself does each time it starts.
struct ExchangeProbe: Sendable {
    /// For retained messages to come after the subscription.
    private static let hearing = Duration.seconds(1)
    private static let patience = Duration.seconds(10)
    /// Topics of the workers, and nothing of nodes.
    private static let filters = ["wireguard-metrics/#", "wireguard-worker/#"]
    /// More workers than a community has.
    private static let mostEntries = 10_000

    let url: String
    let options: MQTTOptions?

    /// - Parameters:
    ///   - broker: of the inventory.
    ///   - url: where this machine reaches the broker, if not where the inventory says.
    ///   - mqtt: the same of the MQTT server.
    ///   - environment: holds the password, in the variable that the inventory names.
    init(_ broker: Fleet.Broker, url: String?, mqtt: HostAndPort?, environment: [String: String]) {
        self.url = url ?? broker.url
        options = broker.mqtt.map { server in
            var options = MQTTOptions(
                host: mqtt?.host ?? server.host,
                port: mqtt?.port ?? server.port,
                // Another one with the same id would be thrown out by this one.
                clientID: "umstieg-health-\(UInt32.random(in: .min ... .max))"
            )
            options.username = server.username
            options.password = server.passwordVariable.flatMap { environment[$0] }
            options.tls = server.tls ? .init() : nil
            options.subscriptions = Self.filters
            return options
        }
    }

    func ask() async -> ExchangeObservation {
        async let heard = listen()
        async let answered = askBroker()
        return await ExchangeObservation(heard: heard, answered: answered)
    }

    // MARK: MQTT

    private struct Ear {
        var heard = ExchangeObservation.Heard()
        var entries = 0
        var lost: String?
        var isReady = false

        mutating func take(_ message: MQTTMessage) {
            guard entries < mostEntries, let topic = ExchangeTopic(message.topic), !message.payload.isEmpty else {
                return
            }
            entries += 1
            switch topic {
            case .status(let worker): heard.online[worker] = message.payload == [UInt8(ascii: "1")]
            case .connectedPeers(let domain, let worker):
                heard.connectedPeers[domain, default: [:]][worker] = Int(
                    String(decoding: message.payload.prefix(16), as: UTF8.self)
                )
            case .data(let worker, let domain):
                let data = try? GatewayData(payload: message.payload)
                heard.publicKeys[domain, default: [:]][worker] = data?.publicKey
            case .key, .knownKey, .living, .counters: break
            }
        }
    }

    private func listen() async -> Result<ExchangeObservation.Heard, ExchangeFailure>? {
        guard let options else { return nil }
        let ear = Box()
        let connection: MQTTConnection
        do throws(MQTTError) {
            connection = try MQTTConnection(options) { event in
                ear.state.withLock { ear in
                    switch event {
                    case .ready: ear.isReady = true
                    case .lost(let reason): ear.lost = reason
                    case .message(let message): ear.take(message)
                    }
                }
            }
        } catch {
            return .failure(ExchangeFailure("\(error)"))
        }
        connection.start()
        let clock = ContinuousClock()
        let end = clock.now + Self.patience
        while !ear.state.withLock(\.isReady), clock.now < end, !Task.isCancelled {
            try? await clock.sleep(for: .milliseconds(50))
        }
        if ear.state.withLock(\.isReady) { try? await clock.sleep(for: Self.hearing) }
        await connection.stop()
        return ear.state.withLock { ear in
            ear.isReady ? .success(ear.heard) : .failure(ExchangeFailure(ear.lost ?? "no answer: \(options.host)"))
        }
    }

    /// `Mutex` can't be captured by a closure that escapes.
    private final class Box: Sendable {
        let state = Mutex(Ear())
    }

    // MARK: HTTP

    /// - Returns: the status of the broker's answer to each key, by node's id.
    func register(_ keys: [OwnKey]) async -> [String: Result<Int, ExchangeFailure>] {
        let answers = await keys.concurrentMap(atMost: 8) { own in (own.node, await register(own)) }
        return Dictionary(answers) { first, _ in first }
    }

    private func register(_ own: OwnKey) async -> Result<Int, ExchangeFailure> {
        let registration = Registration(domain: own.domain, key: own.key)
        guard let body = (try? JSONEncoder().encode(registration)).map({ [UInt8]($0) }) else {
            return .failure(ExchangeFailure("the key of \(own.node) can't be written as JSON"))
        }
        // A broker that is older than version 2 knows no such page.
        for version in [2, 1] {
            do throws(HTTPClientError) {
                var request = HTTPRequest("POST", url.trimmingSuffix("/") + "/api/v\(version)/wg/key/exchange")
                request.fields = [HTTPField("Content-Type", "application/json")]
                request.body = body
                request.deadline = Self.patience
                request.bodyLimit = 65_536
                let status = try await HTTPClient().send(request).status
                if status != 404 || version == 1 { return .success(status) }
            } catch {
                return .failure(ExchangeFailure("\(error)"))
            }
        }
        return .success(404)
    }

    /// Of umstieg's broker; wgkex's knows no such page, and that it answers at all is all that one can learn.
    private struct Health: Decodable {
        var ready: Bool
        var workersOnline: Int

        enum CodingKeys: String, CodingKey {
            case ready
            case workersOnline = "workers_online"
        }
    }

    private func askBroker() async -> Result<ExchangeObservation.Answered, ExchangeFailure> {
        do throws(HTTPClientError) {
            var request = HTTPRequest("GET", url.trimmingSuffix("/") + "/healthz")
            request.deadline = Self.patience
            request.bodyLimit = 4096
            let response = try await HTTPClient().send(request)
            let health = try? JSONDecoder().decode(Health.self, from: Data(response.body))
            return .success(
                ExchangeObservation.Answered(
                    status: response.status,
                    isConnected: health?.ready,
                    workersOnline: health?.workersOnline
                )
            )
        } catch {
            return .failure(ExchangeFailure("\(error)"))
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
