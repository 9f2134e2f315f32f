import Foundation
import UmstiegTesting

/// A web server on loopback, ended with the value.
final class WebServer: Sendable {
    let port = FreePort.find()
    private let directory: TestDirectory
    private let process: TestProcess
    private let identity: TestAuthority.Identity?

    static let python = "/usr/bin/python3"
    static var isPossible: Bool { FileManager.default.isExecutableFile(atPath: python) }

    init(identity: TestAuthority.Identity? = nil) throws {
        self.identity = identity
        directory = try TestDirectory()
        let script = try directory.write(Self.script, to: "server.py")
        let files = identity.map { [$0.certificate, $0.key] } ?? []
        process = try TestProcess(Self.python, [script, "\(port)"] + files, log: directory.file("log"))
        do {
            try FreePort.wait(for: port)
        } catch {
            throw TestProcess.Failure(description: (try? directory.read("log")) ?? "\(error)")
        }
    }

    func url(_ path: String, host: String = "127.0.0.1") -> String {
        "\(identity == nil ? "http" : "https")://\(host):\(port)\(path)"
    }

    private static let script = """
        import http.server, json, ssl, sys, time

        class Server(http.server.ThreadingHTTPServer):
            request_queue_size = 512
            daemon_threads = True

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                path = self.path
                if path == "/slow":
                    time.sleep(30)
                if path == "/break":
                    self.close_connection = True
                    return
                if path == "/stream":
                    self.send_response(200)
                    self.end_headers()
                    self.close_connection = True
                    try:
                        while True:
                            self.wfile.write(b"x" * 65536)
                    except OSError:
                        return
                if path == "/fields":
                    self.send_response(200)
                    for _ in range(2000):
                        self.send_header("X-Long", "x" * 60)
                    self.end_headers()
                    self.close_connection = True
                    return
                length = int(self.headers.get("Content-Length") or 0)
                seen = {
                    "method": self.command, "path": path, "body": self.rfile.read(length).decode("latin-1"),
                    "fields": sorted([name, value] for name, value in self.headers.items()),
                }
                body = json.dumps(seen, sort_keys=True).encode()
                self.send_response(302 if path == "/away" else 404 if path == "/missing" else 200)
                if path == "/away":
                    self.send_header("Location", "/arrived")
                self.send_header("X-Echo", "  spaced ")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_GET = do_POST = do_PUT = do_HEAD = answer

            def log_message(self, *arguments):
                pass

        server = Server(("127.0.0.1", int(sys.argv[1])), Handler)
        if len(sys.argv) > 2:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(sys.argv[2], sys.argv[3])
            server.socket = context.wrap_socket(server.socket, server_side=True)
        server.serve_forever()
        """
}
