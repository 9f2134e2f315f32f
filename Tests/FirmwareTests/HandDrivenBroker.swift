import Foundation
import UmstiegTesting

/// A broker of wgkex's shape, driven by hand: it writes down what it is asked, and answers what it is told to.
final class HandDrivenBroker {
    private static let program = #"""
        import http.server, sys
        port, log, one, two = sys.argv[1:]
        answers = {"/api/v1/wg/key/exchange": one, "/api/v2/wg/key/exchange": two}
        class Broker(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(404)
                self.end_headers()
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                with open(log, "a") as file: print(self.path, body, file=file)
                answer = answers.get(self.path, "")
                self.send_response(200 if answer else 404)
                self.end_headers()
                self.wfile.write(answer.encode())
            def log_message(self, *_): pass
        http.server.HTTPServer(("127.0.0.1", int(port)), Broker).serve_forever()
        """#

    let port = FreePort.find()
    private let log: URL
    private let process = Process()

    /// `one` and `two`: its answers to the versions of the interface; empty: it knows no such page.
    init(in directory: URL, one: String, two: String) throws {
        log = directory.appending(path: "asked")
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-c", Self.program, "\(port)", log.path, one, two]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    // Threads of Swift block signals, and a child inherits that: nothing gentler reaches it.
    deinit { kill(process.processIdentifier, SIGKILL) }

    /// What it was asked: a path and a body to the line.
    var asked: [String] {
        ((try? String(contentsOf: log, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }

    /// Returns when it listens, or after 20 s.
    func listens() async throws {
        for _ in 0..<200 {
            let probe = try? String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)
            let address = "0100007F:" + String(format: "%04X", port) + " 00000000:0000 0A"
            if probe?.contains(address) ?? false { return }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
