import FleetModel
import Foundation
import Mesh
import Testing
import Transport
import UmstiegTesting

/// The one exec, run here by the shells of gateways and nodes.
struct DeviceCollectionTests {
    private static let privateKey = "eCtXsJZ27+4PbhDkHnB923tkUn2Gj59wZw5wFA75MnU="
    private static let presharedKey = "Fx0eJx1XSwW1f1OZkZRkyB3bmlRkWmVbGmZmZmZmZmY="
    private static let publicKey = "g07U8evYdWK+XrfChxz8I2xGUWPjhApX8woaiKxsQTk="

    private let scene = MeshScene(gateways: 1, nodes: 1)
    private let directory: TestDirectory

    init() throws {
        directory = try TestDirectory()
        try program(
            "wg",
            """
            printf 'wg-north\\t%s\\t%s\\t40000\\toff\\n' \(Self.privateKey) \(Self.publicKey)
            printf 'wg-north\\t%s\\t%s\\t(none)\\tfe80::1/128\\t0\\t0\\t0\\toff\\n' \(Self.publicKey) \(Self.presharedKey)
            """
        )
    }

    private func program(_ name: String, _ body: String) throws {
        let path = directory.file(name)
        try "#!/bin/sh\n\(body)\n".write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }

    private func run(_ collection: DeviceCollection, in shell: String) async throws -> CommandResult {
        let connection = try await LocalConnector()
            .connect(to: Endpoint(name: "here", address: "local"), within: .seconds(10))
        let path = directory.path.shellQuoted
        let text = "PATH=\(path):$PATH; export PATH; exec \(shell) -c \(collection.command.text.shellQuoted)"
        return try await connection.run(RemoteCommand(text))
    }

    @Test(arguments: ["dash", "busybox ash"])
    func `one exec tells what there is, and why the rest isn't`(_ shell: String) async throws {
        let collection = DeviceCollection(gateway: scene.fleet.gateways[0], in: scene.fleet)
        let result = try await run(collection, in: shell)
        #expect(result.succeeded)
        let device = try collection.observation(from: result, now: Int(Date().timeIntervalSince1970))
        #expect(abs(device.clockOffset) < 60)
        #expect(device.vitals.processors >= 1)
        #expect(device.vitals.bootID.count == 36)
        let interfaces = try device.wireGuard.get()
        #expect(interfaces.map(\.publicKey?.base64) == [Self.publicKey])
        // There is no mesh here.
        #expect(device.meshes.isEmpty)
    }

    @Test(arguments: ["dash", "busybox ash"])
    func `private keys stay where they are`(_ shell: String) async throws {
        let result = try await run(DeviceCollection(node: scene.domain), in: shell)
        #expect(result.text.contains(Self.publicKey))
        #expect(!result.text.contains(Self.privateKey) && !result.errorText.contains(Self.privateKey))
        #expect(!result.text.contains(Self.presharedKey))
    }

    @Test func `names of the inventory are one word each`() async throws {
        var fleet = scene.fleet
        let marker = directory.file("executed")
        fleet.domains[0].batmanInterface = "bat$(touch \(marker))"
        fleet.domains[0].fastd?.instance = "'; touch \(marker); '"
        _ = try await run(DeviceCollection(gateway: fleet.gateways[0], in: fleet), in: "dash")
        #expect(!FileManager.default.fileExists(atPath: marker))
    }

    @Test(arguments: ["-9223372036854775808", "9223372036854775807", "1e9", "", "nan"])
    func `a time that can't be is an error`(_ time: String) throws {
        let collection = DeviceCollection(node: scene.domain, mark: "@m")
        let vitals = "time \(time)\nuptime 5.0 6.0\nboot b\nprocessors 1\nload 0.1\n"
        let text = "\n@m begin vitals\n\(vitals)\n@m end 0\n\n@m done\n"
        let result = CommandResult(ending: .exited(0), standardOutput: Array(text.utf8), standardError: [])
        #expect(throws: ReadingError.self) { try collection.observation(from: result, now: 1_800_000_000) }
    }

    @Test func `an answer that was cut is none`() async throws {
        let collection = DeviceCollection(node: scene.domain)
        var result = try await run(collection, in: "dash")
        result.standardOutput.removeLast(20)
        #expect(throws: ReadingError.self) { try collection.observation(from: result, now: 0) }
    }
}
