import HTTPTypes
import Hummingbird
import KeyExchange

/// What is answered to a request.
struct BrokerAnswer: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields
    var body: String

    private static let json = "application/json"

    init(_ status: HTTPResponse.Status = .ok, type: String, body: String, headers: HTTPFields = [:]) {
        self.status = status
        self.headers = headers
        self.headers[.contentType] = type
        self.body = body
    }

    init(_ result: Result<RegistrationAnswer, Refusal>) {
        switch result {
        case .success(let answer): self.init(type: Self.json, body: answer.json + "\n")
        case .failure(let refusal):
            self.init(.init(code: refusal.status), error: refusal.message)
            if let seconds = refusal.retryAfter { headers[.retryAfter] = String(seconds) }
        }
    }

    /// An error in wgkex's shape.
    init(_ status: HTTPResponse.Status, error: String) {
        self.init(status, type: Self.json, body: RegistrationAnswer.refused(error).json + "\n")
    }

    static func wrongMethod(allowed: String) -> BrokerAnswer {
        var answer = BrokerAnswer(.methodNotAllowed, error: "the method is not allowed here, use \(allowed)")
        answer.headers[.allow] = allowed
        return answer
    }

    func response(to method: HTTPRequest.Method) -> Response {
        let response = Response(
            status: status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: body))
        )
        return method == .head ? response.createHeadResponse() : response
    }
}
