import Foundation
import Testing
import Transport
import UmstiegTesting

@testable import SSHTransport

@Suite(.serialized)
struct HostileServerTests {
    private func connect(
        saying bytes: [UInt8],
        manner: RawServer.Manner = .stayOpen,
        within limit: Duration = .seconds(20)
    ) async throws -> TransportError? {
        let directory = try TestDirectory()
        let server = RawServer(saying: bytes, manner: manner)
        let settings = SSHSettings(
            workspaceKnownHosts: directory.file("known_hosts"),
            home: directory.path,
            user: "root"
        )
        return try await withConnector(settings) { connector in
            await transportError {
                let endpoint = Endpoint(name: "gw01", address: "127.0.0.1", port: server.port)
                _ = try await connector.connect(to: endpoint, within: limit)
            }
        }
    }

    @Test func `garbage without end is not an SSH server`() async throws {
        let error = try await connect(saying: [UInt8](repeating: 0xA5, count: 1 << 20))
        #expect(error?.code == .protocolError)
        #expect(error?.message.hasPrefix("not an SSH server") == true)
    }

    @Test func `a banner without end is not an SSH server`() async throws {
        let error = try await connect(saying: Array("SSH-2.0-".utf8) + [UInt8](repeating: 0x61, count: 1 << 20))
        #expect(error?.code == .protocolError)
    }

    @Test func `lines without end before the banner are not an SSH server`() async throws {
        let error = try await connect(saying: Array(String(repeating: "welcome\r\n", count: 100_000).utf8))
        #expect(error?.code == .protocolError)
        #expect(error?.message == "not an SSH server: it began with welcome")
    }

    @Test func `an old protocol is said so`() async throws {
        let error = try await connect(saying: Array("SSH-1.5-old\n".utf8))
        #expect(error?.message == "speaks SSH-1.5-old, not SSH 2")
    }

    @Test func `a web server is recognised`() async throws {
        let page = "HTTP/1.1 400 Bad Request\r\n" + String(repeating: "x", count: 20_000)
        let error = try await connect(saying: Array(page.utf8))
        #expect(error?.message == "not an SSH server: it began with HTTP/1.1 400 Bad Request")
    }

    @Test(arguments: [0, 1, 11, 36_001, 0x7FFF_FFFF, 0xFFFF_FFFF] as [UInt32])
    func `a first packet of an absurd length is an error`(length: UInt32) async throws {
        var writer = SSHWriter()
        writer.uint32(length)
        let bytes = Array("SSH-2.0-evil\r\n".utf8) + writer.bytes + [UInt8](repeating: 20, count: 64)
        let error = try await connect(saying: bytes)
        #expect(error?.code == .protocolError, "\(String(describing: error))")
    }

    @Test func `random bytes after the banner end in an error, never in a crash`() async throws {
        for _ in 0..<20 {
            var writer = SSHWriter()
            writer.uint32(UInt32.random(in: 12...300))
            let noise = (0..<400).map { _ in UInt8.random(in: 0...255) }
            let start: [UInt8] = Bool.random() ? [4, 20] : []
            let bytes = Array("SSH-2.0-evil\r\n".utf8) + writer.bytes + start + noise
            #expect(try await connect(saying: bytes, manner: .hangUp, within: .seconds(1)) != nil)
        }
    }

    @Test func `a greeting cut into single bytes is read as one`() throws {
        var greeting = ServerGreeting()
        var payload = SSHWriter()
        payload.byte(4)
        payload.byte(20)
        for _ in 0..<16 { payload.byte(0) }
        payload.string(Array("curve25519-sha256".utf8))
        payload.string(Array("ssh-ed25519,rsa-sha2-512".utf8))
        payload.uint32(0)
        var packet = SSHWriter()
        packet.string(payload.bytes)
        for byte in Array("hello\r\nSSH-2.0-x\r\n".utf8) + packet.bytes {
            #expect(greeting.consume([byte]) == nil)
        }
        #expect(greeting.banner == "SSH-2.0-x")
        #expect(greeting.preamble == "hello")
        #expect(greeting.hostKeyTypes == ["ssh-ed25519", "rsa-sha2-512"])
    }
}
