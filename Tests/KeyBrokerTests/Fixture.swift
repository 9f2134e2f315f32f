import FleetModel
import KeyExchange

@testable import KeyBroker

/// Values that the tests share.
enum Fixture {
    /// The same key for the same number.
    static func key(_ number: Int) -> WireGuardKey {
        var bytes = [UInt8](repeating: 7, count: 32)
        for index in 0..<8 { bytes[index] = UInt8(truncatingIfNeeded: number >> (8 * index)) }
        return WireGuardKey(bytes: bytes)
    }

    static func data(_ number: Int) -> GatewayData {
        GatewayData(
            externalAddress: "gw\(number).example.net",
            port: 40_000 + number,
            publicKey: key(1_000_000 + number),
            linkAddress: "fe80::\(number)"
        )
    }

    static func settings(
        weights: [String: Int] = [:],
        _ change: (inout BrokerSettings) -> Void = { _ in }
    ) -> ExchangeSettings {
        var broker = BrokerSettings()
        change(&broker)
        return ExchangeSettings(
            domains: [
                ExchangeDomain(code: "ffmuc_nord", shortName: "nord", dialect: .ffmuc),
                ExchangeDomain(code: "ffmuc_sued", shortName: "sued", dialect: .gluon),
            ],
            weights: weights,
            mqtt: MQTTSettings(host: "127.0.0.1"),
            broker: broker
        )
    }

    static func body(_ key: WireGuardKey, domain: String = "ffmuc_nord") -> String {
        #"{"domain": "\#(domain)", "public_key": "\#(key.base64)"}"#
    }
}

extension BrokerState {
    static let nord = "ffmuc_nord"

    /// A state that has heard workers gw1, gw2, … in Nord, with so many peers each.
    static func hearing(peers: [Int], weights: [String: Int] = [:], now: Int = 1000) throws -> BrokerState {
        var state = BrokerState(settings: Fixture.settings(weights: weights))
        for (index, count) in peers.enumerated() { try state.hear("gw\(index + 1)", peers: count, now: now) }
        return state
    }

    /// A worker appears, with its data and a count.
    mutating func hear(_ worker: String, peers: Int, now: Int) throws {
        let number = Int(worker.dropFirst(2)) ?? 0
        _ = try take(.status(worker: worker, isOnline: true), isRetained: false, now: now)
        _ = try take(.data(domain: Self.nord, worker: worker, Fixture.data(number)), isRetained: true, now: now)
        _ = try take(.peers(domain: Self.nord, worker: worker, count: peers), isRetained: false, now: now)
    }

    /// Registers by version 2; the gateway's number, or nil if refused.
    mutating func place(_ number: Int, now: Int) -> Int? {
        let registration = Registration(domain: Self.nord, key: Fixture.key(number))
        guard case .success(let assignment) = assign(registration, version: .two, now: now) else { return nil }
        _ = confirm(assignment)
        return assignment.gateway.map { $0.port - 40_000 }
    }
}
