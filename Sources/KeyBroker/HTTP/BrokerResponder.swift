import FleetModel
import HTTPTypes
import Hummingbird
import KeyExchange
import NIOCore

/// The broker's web pages, if one may call them so.
struct BrokerResponder: HTTPResponder {
    let broker: Broker
    let proxies: TrustedProxies
    let openAPI: String

    private static let forwardedFor = HTTPField.Name("X-Forwarded-For")

    func respond(to request: Request, context: BrokerRequestContext) async throws -> Response {
        await answer(to: request, from: client(of: request, peer: context.peer)).response(to: request.method)
    }

    private func answer(to request: Request, from client: IPAddress) async -> BrokerAnswer {
        switch request.uri.path {
        case "/api/v1/wg/key/exchange": await exchange(request, version: .one, from: client)
        case "/api/v2/wg/key/exchange": await exchange(request, version: .two, from: client)
        case "/healthz": reading(request, health)
        case "/metrics":
            reading(
                request,
                BrokerAnswer(type: "text/plain; version=0.0.4; charset=utf-8", body: broker.report.prometheus)
            )
        case "/openapi.json": reading(request, BrokerAnswer(type: "application/json", body: openAPI))
        case "/": reading(request, BrokerAnswer(type: "text/plain; charset=utf-8", body: Self.greeting))
        default: BrokerAnswer(.notFound, error: "there is nothing here, see /")
        }
    }

    private func exchange(
        _ request: Request,
        version: ExchangeVersion,
        from client: IPAddress
    ) async -> BrokerAnswer {
        guard request.method == .post else { return .wrongMethod(allowed: "POST") }
        do throws(Refusal) {
            // Whatever its Content-Type says: wgkex doesn't look at it, and nodes rely on that.
            return BrokerAnswer(await broker.register(try await body(of: request), version: version, from: client))
        } catch {
            broker.note(error, from: client)
            return BrokerAnswer(.failure(error))
        }
    }

    private func body(of request: Request) async throws(Refusal) -> [UInt8] {
        let limit = broker.settings.broker.bodyLimit
        // What is known to be too much isn't waited for.
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw .tooLarge(limit: limit)
        }
        do {
            return Array(buffer: try await request.body.collect(upTo: limit))
        } catch is NIOTooManyBytesError {
            throw .tooLarge(limit: limit)
        } catch {
            // The connection broke off; nobody will read this.
            throw .malformed("it ended too early")
        }
    }

    private func reading(_ request: Request, _ answer: @autoclosure () -> BrokerAnswer) -> BrokerAnswer {
        request.method == .get || request.method == .head ? answer() : .wrongMethod(allowed: "GET, HEAD")
    }

    /// Only what it needs to take registrations counts: a broker that can't write is still better than none.
    private var health: BrokerAnswer {
        let report = broker.report
        let online = report.workersOnline.filter(\.value).count
        let body = """
            {"ready": \(report.isReady), "mqtt": "\(report.isReady ? "connected" : "not connected")", \
            "workers_online": \(online), "keys": \(report.keys.values.reduce(0, +)), \
            "store_failures": \(report.counters.storeFailures)}

            """
        return BrokerAnswer(report.isReady ? .ok : .serviceUnavailable, type: "application/json", body: body)
    }

    private func client(of request: Request, peer: IPAddress) -> IPAddress {
        guard let name = Self.forwardedFor else { return peer }
        return proxies.client(of: peer, forwarded: request.headers[values: name])
    }

    private static let greeting = """
        umstieg broker: takes WireGuard keys of nodes and gives them to gateways, as wgkex does.

        POST /api/v1/wg/key/exchange   {"domain": …, "public_key": …}
        POST /api/v2/wg/key/exchange   the same; answers with a gateway
        GET  /healthz                  whether it can take keys
        GET  /metrics                  numbers for Prometheus
        GET  /openapi.json             all of this, for programs

        """
}
