import HTTPClient
import Testing
import UmstiegTesting

@Suite(.enabled(if: WebServer.isPossible, "python3 is not installed"), .timeLimit(.minutes(3)))
struct HTTPClientTests {
    private let server: WebServer
    private let client: HTTPClient

    init() throws {
        server = try WebServer()
        client = try HTTPClient()
    }

    private func failure(_ request: HTTPRequest) async -> HTTPClientError? {
        do throws(HTTPClientError) {
            _ = try await client.send(request)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a request arrives as it is, and so does the answer`() async throws {
        var request = HTTPRequest("POST", server.url("/a%20b?c=d"))
        request.fields = [HTTPField("Content-Type", "application/json"), HTTPField("X-Empty", "")]
        request.body = Array("{\"domain\": \"muc\"}".utf8)
        let response = try await client.send(request)
        #expect(response.status == 200)
        #expect(response["x-echo"] == "spaced")
        let seen = try Seen(response)
        #expect(seen.method == "POST")
        #expect(seen.path == "/a%20b?c=d")
        #expect(seen.body == "{\"domain\": \"muc\"}")
        #expect(seen["Content-Type"] == "application/json")
        #expect(seen["X-Empty"] == "")
        #expect(seen["Expect"] == nil)
    }

    @Test func `bodies are bytes, and an empty one is a body`() async throws {
        var request = HTTPRequest("PUT", server.url("/"))
        request.body = (0...255).map { UInt8($0) }
        let seen = try await Seen(client.send(request))
        #expect(seen.body.unicodeScalars.map(\.value) == Array(0...255))
        #expect(seen.method == "PUT")
        request.body = []
        #expect(try await Seen(client.send(request))["Content-Length"] == "0")
    }

    @Test func `a status that tells of an error is an answer, and HEAD has no body`() async throws {
        #expect(try await client.send(HTTPRequest("GET", server.url("/missing"))).status == 404)
        let response = try await client.send(HTTPRequest("HEAD", server.url("/")))
        #expect(response.status == 200)
        #expect(response.body == [])
    }

    @Test func `redirections are followed only when asked for`() async throws {
        var request = HTTPRequest("GET", server.url("/away"))
        let response = try await client.send(request)
        #expect(response.status == 302)
        #expect(response["Location"] == "/arrived")
        request.followsRedirects = true
        let arrived = try await client.send(request)
        #expect(try Seen(arrived).path == "/arrived")
        #expect(arrived["Location"] == nil)
    }

    @Test func `a body as long as allowed is taken, a longer one is not`() async throws {
        var request = HTTPRequest("GET", server.url("/"))
        let length = try await client.send(request).body.count
        request.bodyLimit = length
        #expect(try await client.send(request).body.count == length)
        request.bodyLimit = length - 1
        let place = "127.0.0.1 port \(server.port)"
        #expect(
            await failure(request)
                == HTTPClientError(.tooLong, "the answer is longer than \(length - 1) bytes: \(place)")
        )
        // Without a length, and without an end.
        #expect(await failure(HTTPRequest("GET", server.url("/stream")))?.code == .tooLong)
        #expect(await failure(HTTPRequest("GET", server.url("/fields")))?.code == .tooLong)
    }

    @Test func `a slow answer ends at the deadline`() async {
        var request = HTTPRequest("GET", server.url("/slow"))
        request.deadline = .milliseconds(200)
        #expect(
            await failure(request)
                == HTTPClientError(.timedOut, "no full answer in time: 127.0.0.1 port \(server.port)")
        )
    }

    @Test func `nobody at the port, no such name, and a broken answer are told apart`() async {
        let free = FreePort.find()
        #expect(
            await failure(HTTPRequest("GET", "http://127.0.0.1:\(free)/"))
                == HTTPClientError(.connectionRefused, "connection refused: 127.0.0.1 port \(free)")
        )
        #expect(
            await failure(HTTPRequest("GET", "http://nowhere.invalid/"))?.message
                == "name not found: nowhere.invalid port 80"
        )
        #expect(await failure(HTTPRequest("GET", server.url("/break")))?.code == .broken)
    }

    @Test func `addresses of IPv6 and zones are understood, and families kept apart`() async {
        let free = FreePort.find()
        for host in ["[::1]", "[fe80::1%25lo]"] {
            let error = await failure(HTTPRequest("GET", "http://\(host):\(free)/"))
            #expect([.connectionRefused, .unreachable].contains(error?.code), "\(host): \(String(describing: error))")
        }
        var request = HTTPRequest("GET", server.url("/"))
        request.family = .v6
        #expect(await failure(request) != nil)
        request.family = .v4
        #expect(await failure(request) == nil)
    }

    @Test func `a cancelled task ends at once`() async throws {
        let task = Task { try await client.send(HTTPRequest("GET", server.url("/slow"))) }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        let error = await #expect(throws: HTTPClientError.self) { _ = try await task.value }
        #expect(error?.code == .cancelled)
    }

    @Test func `200 requests at once are all answered`() async throws {
        let paths = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<200 {
                group.addTask { try await Seen(client.send(HTTPRequest("GET", server.url("/\(number)")))).path }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(paths == Set((0..<200).map { "/\($0)" }))
    }

    @Test(arguments: [
        "", "127.0.0.1", "ftp://127.0.0.1/", "file:///etc/passwd", "http://", "http://a b/", "http://a\0b/",
    ])
    func `what is no web address is refused`(url: String) async {
        #expect(await failure(HTTPRequest("GET", url))?.code == .unusable)
    }

    @Test func `fields and methods can't smuggle lines`() async {
        #expect(await failure(HTTPRequest("GET /x HTTP/1.1\r\n", server.url("/")))?.code == .unusable)
        for field in [HTTPField("A", "b\r\nC: d"), HTTPField("A: b\r\nC", "d"), HTTPField("", "d")] {
            var request = HTTPRequest("GET", server.url("/"))
            request.fields = [field]
            #expect(await failure(request)?.code == .unusable)
        }
    }

    @Test func `no message holds a URL's password`() async {
        let error = await failure(HTTPRequest("GET", "http://user:secret@127.0.0.1:\(FreePort.find())/?token=secret"))
        #expect(error?.code == .connectionRefused)
        #expect(error?.description.contains("secret") == false)
    }
}
