import Foundation
import Testing
import UmstiegTesting

@testable import SSHTransport

struct KnownHostsTests {
    private static let blobs = (1...3).map { HostKey.testKey(UInt8($0)) }
    private let one = blobs[0]
    private let two = blobs[1]
    private let three = blobs[2]

    private func verdict(
        _ text: String,
        _ key: HostKey,
        host: String = "gw01.example.net",
        port: Int = 22
    )
        -> HostKeyVerdict
    {
        HostKeyPolicy(host: host, port: port, files: [KnownHosts(path: "f", text: text)]).verdict(on: key)
    }

    @Test func `a plain name, a comma list and other letters of the name are found`() {
        let line = "gw02,GW01.example.net,10.0.0.1 ssh-ed25519 \(one.base64) a comment"
        #expect(verdict(line, one) == .trusted)
        #expect(verdict(line, one, host: "10.0.0.1") == .trusted)
        #expect(verdict(line, one, host: "gw03") == .unknown)
    }

    @Test func `a port belongs to the name`() {
        let line = "[gw01.example.net]:2222 ssh-ed25519 \(one.base64)"
        #expect(verdict(line, one, port: 2222) == .trusted)
        #expect(verdict(line, one) == .unknown)
        #expect(verdict("gw01.example.net ssh-ed25519 \(one.base64)", one, port: 2222) == .unknown)
    }

    @Test func `patterns match, a negated one takes back`() {
        let line = "*.example.net,!gw09.* ssh-ed25519 \(one.base64)"
        #expect(verdict(line, one) == .trusted)
        #expect(verdict(line, one, host: "gw09.example.net") == .unknown)
        #expect(verdict("gw0?.example.net ssh-ed25519 \(one.base64)", one) == .trusted)
    }

    @Test func `hashed entries made by ssh-keygen are found`() throws {
        guard Tool.sshKeygen != nil else { return }
        let directory = try TestDirectory()
        let text = """
            gw01.example.net ssh-ed25519 \(one.base64)
            [gw02]:2222 ssh-ed25519 \(two.base64)
            """
        let file = try directory.write(text + "\n", to: "known_hosts")
        try TestProcess.run(Tool.sshKeygen, ["-q", "-H", "-f", file])
        let hashed = try directory.read("known_hosts")
        #expect(hashed.hasPrefix("|1|"))
        #expect(verdict(hashed, one) == .trusted)
        #expect(verdict(hashed, two, host: "gw02", port: 2222) == .trusted)
        #expect(verdict(hashed, two, host: "gw02") == .unknown)
    }

    @Test func `another key has changed, the line is told`() {
        let text = "# comment\n\ngw01.example.net ssh-ed25519 \(one.base64)\n"
        #expect(verdict(text, two) == .changed(known: one, file: "f", line: 3))
    }

    @Test func `a revoked key is refused wherever the line stands`() {
        let revoked = "@revoked * ssh-ed25519 \(one.base64)"
        let pinned = "gw01.example.net ssh-ed25519 \(one.base64)"
        #expect(verdict("\(pinned)\n\(revoked)", one) == .revoked(file: "f", line: 2))
        let files = [KnownHosts(path: "w", text: pinned), KnownHosts(path: "u", text: revoked)]
        let policy = HostKeyPolicy(host: "gw01.example.net", port: 22, files: files)
        #expect(policy.verdict(on: one) == .revoked(file: "u", line: 1))
    }

    @Test func `an authority's key is not the host's`() {
        #expect(verdict("@cert-authority * ssh-ed25519 \(one.base64)", one) == .unknown)
    }

    @Test func `the workspace's file decides alone where it knows the host`() {
        let files = [
            KnownHosts(path: "w", text: "gw01 ssh-ed25519 \(one.base64)"),
            KnownHosts(path: "u", text: "gw01 ssh-ed25519 \(two.base64)\ngw02 ssh-ed25519 \(two.base64)"),
        ]
        let first = HostKeyPolicy(host: "gw01", port: 22, files: files)
        #expect(first.verdict(on: one) == .trusted)
        #expect(first.verdict(on: two) == .changed(known: one, file: "w", line: 1))
        #expect(HostKeyPolicy(host: "gw02", port: 22, files: files).verdict(on: two) == .trusted)
    }

    @Test func `bad lines are counted and passed over`() {
        let text = """
            gw01.example.net ssh-ed25519 not-base64!
            gw01.example.net
            @unknown gw01.example.net ssh-ed25519 \(one.base64)
            |1|short|hash ssh-ed25519 \(one.base64)
            |2|AAAA|AAAA ssh-ed25519 \(one.base64)
            gw01.example.net ssh-rsa \(two.base64)
            @revoked
            \(String(repeating: "x", count: 100_000))
            \u{0}\u{1}\u{2}
              gw01.example.net   ssh-ed25519\t\(three.base64)\r
            """
        let hosts = KnownHosts(path: "f", text: text)
        #expect(hosts.badLines == 9)
        #expect(verdict(text, three) == .trusted)
        #expect(verdict(text, one) == .changed(known: three, file: "f", line: 10))
    }

    @Test func `2,000 hashed entries are looked through quickly`() throws {
        let salt = Data(repeating: 7, count: 20).base64EncodedString()
        let hash = Data(repeating: 9, count: 20).base64EncodedString()
        let line = "|1|\(salt)|\(hash) ssh-ed25519 \(one.base64)\n"
        let hosts = KnownHosts(path: "f", text: String(repeating: line, count: 2000))
        let time = ContinuousClock().measure { #expect(hosts.entries(for: "gw01", port: 22).isEmpty) }
        // Measured without optimisation on a loaded machine; optimised it is a few milliseconds.
        #expect(time < .seconds(1), "\(time)")
    }

    @Test func `types to ask for are the known ones first, and nothing but RSA where only that is known`() {
        let ecdsa = "ecdsa-sha2-nistp256"
        #expect(Algorithms.hostKeyPreference(known: [ecdsa]).first == ecdsa)
        #expect(Algorithms.hostKeyPreference(known: []) == Algorithms.hostKeys)
        #expect(Algorithms.hostKeyPreference(known: ["ssh-rsa"]) == ["ssh-rsa"])
    }

    @Test func `pinning replaces a host's keys and leaves the rest`() throws {
        let directory = try TestDirectory()
        let text = """
            # kept
            gw01,gw02 ssh-ed25519 \(one.base64)
            gw01 ssh-ed25519 \(two.base64)
            *.net,gw01 ssh-ed25519 \(two.base64)
            @revoked gw01 ssh-ed25519 \(three.base64)
            """
        let file = try directory.write(text, to: "known_hosts")
        try KnownHosts.pin([three], host: "GW01", port: 22, inFile: file)
        #expect(
            try directory.read("known_hosts") == """
                # kept
                gw02 ssh-ed25519 \(one.base64)
                *.net,gw01 ssh-ed25519 \(two.base64)
                @revoked gw01 ssh-ed25519 \(three.base64)
                gw01 ssh-ed25519 \(three.base64)

                """
        )
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["known_hosts"])
    }

    @Test func `pinning makes the file, and names a port`() throws {
        let directory = try TestDirectory()
        try KnownHosts.pin([one], host: "fe80::1", port: 2222, inFile: directory.file("new"))
        #expect(try directory.read("new") == "[fe80::1]:2222 ssh-ed25519 \(one.base64)\n")
        let lost = directory.file("no/such/directory/file")
        #expect(throws: (any Error).self) { try KnownHosts.pin([one], host: "a", port: 22, inFile: lost) }
    }
}
