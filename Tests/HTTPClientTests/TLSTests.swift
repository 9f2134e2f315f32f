import HTTPClient
import Testing
import UmstiegTesting

@Suite(.enabled(if: WebServer.isPossible, "python3 is not installed"), .timeLimit(.minutes(3)))
struct TLSTests {
    private let authority: TestAuthority
    private let client: HTTPClient

    init() throws {
        authority = try TestAuthority()
        client = try HTTPClient()
    }

    private func request(_ server: WebServer, host: String = "localhost", trusts: TestAuthority?) -> HTTPRequest {
        var request = HTTPRequest("GET", server.url("/", host: host))
        request.authorities = trusts?.certificate
        return request
    }

    @Test func `a certificate of the named authority is taken`() async throws {
        let server = try WebServer(identity: authority.issue())
        #expect(try await client.send(request(server, trusts: authority)).status == 200)
    }

    @Test func `a certificate of an unknown authority is refused with the next step`() async throws {
        let server = try WebServer(identity: authority.issue())
        for trusted in [nil, try TestAuthority()] {
            let error = await #expect(throws: HTTPClientError.self) {
                _ = try await client.send(request(server, trusts: trusted))
            }
            #expect(error?.code == .insecure)
            #expect(error?.message.hasPrefix("certificate not accepted: localhost port \(server.port): ") == true)
            #expect(error?.message.hasSuffix("name the file of its authority") == true)
        }
    }

    @Test func `a certificate for another name is refused`() async throws {
        let server = try WebServer(identity: authority.issue(for: ["DNS:elsewhere.example.net"]))
        let error = await #expect(throws: HTTPClientError.self) {
            _ = try await client.send(request(server, trusts: authority))
        }
        #expect(error?.code == .insecure)
    }

    @Test func `a file of authorities that isn't there is named`() async throws {
        let server = try WebServer(identity: authority.issue())
        var request = request(server, trusts: nil)
        request.authorities = "/nowhere/at/all.pem"
        let error = await #expect(throws: HTTPClientError.self) { _ = try await client.send(request) }
        #expect(error?.message == "authorities can't be read: /nowhere/at/all.pem")
    }
}
