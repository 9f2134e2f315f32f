import Foundation
import Testing
import UmstiegCommands
import UmstiegTesting

struct InventoryImportTests {
    private let workspace: TemporaryDirectory

    private static let inventory = """
        umstieg: 1
        community: {name: Freifunk Test, dialect: ffmuc, domain_prefixes: [fft_]}
        domains:
          fft_a: {seed: \(String(repeating: "a", count: 64)), wireguard: {port: 40001, mtu: 1406}}
        gateways:
          gw1: {address: 192.0.2.1, domains: [fft_a]}

        """

    init() async throws {
        workspace = try TemporaryDirectory()
        try workspace.write(Self.inventory, to: "lab.yaml")
        _ = await CommandRun("init", in: workspace.path)
        _ = await CommandRun("inventory", "import", "lab.yaml", in: workspace.path)
    }

    private func run(_ arguments: String...) async -> CommandRun {
        await CommandRun(arguments: ["inventory"] + arguments, in: workspace.path)
    }

    private func map(_ count: Int, domain: String? = "fft_a") -> String {
        let nodes = (0..<count).map { number in
            #"{"node_id": "02caffee01\#(10 + number)", "hostname": "n\#(number)", "contact": "a@example.net"\#(domain.map { #", "domain": "\#($0)""# } ?? "")}"#
        }
        return "{\"nodes\": [\(nodes.joined(separator: ","))]}"
    }

    private func nodes() async throws -> [[String: Any]] {
        try #require(try await run("list", "nodes", "--output", "json").json() as? [[String: Any]])
    }

    @Test func `a map's nodes come in with names of what is new, changed and gone`() async throws {
        try workspace.write(map(12), to: "map.json")
        let preview = await run("import", "map.json", "--dry-run")
        #expect(preview.output.contains("nodes new: 02caffee0110, 02caffee0111,"))
        #expect(preview.output.contains(", and 2 more\n"))
        #expect(preview.output.hasSuffix("Nothing was stored (--dry-run).\n"))
        #expect(try await nodes().isEmpty)
        let first = await run("import", "map.json")
        #expect(first.status == .done, "\(first.errors)")
        #expect(try await nodes().count == 12)
        let again = await run("import", "map.json")
        #expect(again.output == "Nothing has changed: 0 domains, 0 gateways, 12 nodes, 0 keys of peers.\n")
    }

    @Test func `a map that shrinks by more than a fifth is refused with both counts`() async throws {
        try workspace.write(map(10), to: "map.json")
        _ = await run("import", "map.json")
        try workspace.write(map(7), to: "map.json")
        let refused = await run("import", "map.json")
        #expect(refused.status == .failed)
        #expect(refused.errors.hasPrefix("error: map.json tells of 7 nodes, 10 before;"))
        #expect(try await nodes().count == 10)
        #expect(await run("import", "map.json", "--accept-shrink").output.contains("nodes gone: 02caffee0117"))
        #expect(try await nodes().count == 7)
    }

    @Test func `nodes without a domain wait until it is told`() async throws {
        try workspace.write(map(3, domain: nil), to: "map.json")
        let first = await run("import", "map.json")
        #expect(first.status == .done)
        #expect(first.errors.hasPrefix("note: 3 nodes are left out, as nobody tells their domain; --domain CODE does"))
        #expect(try await nodes().isEmpty)
        #expect(await run("import", "map.json", "--domain", "fft_b").errors.contains("no domain «fft_b»"))
        #expect(await run("import", "map.json", "--domain", "fft_a").status == .done)
        #expect(try await nodes().count == 3)
    }

    @Test func `what is personal stays outside unless it is asked for`() async throws {
        try workspace.write(map(1), to: "map.json")
        _ = await run("import", "map.json")
        let database = {
            try Data(contentsOf: URL(filePath: workspace.path + "/umstieg.db"))
                + ((try? Data(contentsOf: URL(filePath: workspace.path + "/umstieg.db-wal"))) ?? Data())
        }
        #expect(try database().firstRange(of: Data("a@example.net".utf8)) == nil)
        _ = await run("import", "map.json", "--with-personal-data")
        #expect(try database().firstRange(of: Data("a@example.net".utf8)) != nil)
    }

    @Test func `a file that is cut changes nothing`() async throws {
        try workspace.write(map(3), to: "map.json")
        _ = await run("import", "map.json")
        try workspace.write(String(map(5).dropLast(20)), to: "map.json")
        let cut = await run("import", "map.json")
        #expect(cut.status == .usage)
        #expect(cut.errors.hasPrefix("error: map.json: line 1, column "))
        #expect(try await nodes().count == 3)
    }

    @Test func `sources that can't be had are told apart`() async throws {
        #expect(
            await run("import", "none.json").errors == "error: none.json: can't be read: No such file or directory\n"
        )
        let refused = await run("import", "http://user:secret@127.0.0.1:9/meshviewer.json")
        #expect(refused.status == .failed)
        #expect(refused.errors.hasPrefix("error: http://127.0.0.1:9/meshviewer.json: "))
        #expect(!refused.errors.contains("secret"))
        #expect(await run("import", "respondd://[fd00::zz]").status == .usage)
        #expect(await run("import", "respondd://no-such-if0").status == .failed)
        try workspace.write("hello", to: "text")
        #expect(await run("import", "text").errors.contains("is of no known format; --format names one of umstieg,"))
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"), "no python3 for a web server"))
    func `a map comes from a web server, and an answer that is none is an error`() async throws {
        try workspace.write(map(3), to: "meshviewer.json")
        let port = FreePort.find()
        let server = try TestProcess(
            "/usr/bin/python3",
            ["-m", "http.server", "\(port)", "--bind", "127.0.0.1", "--directory", workspace.path],
            log: workspace.path + "/log"
        )
        try FreePort.wait(for: port)
        let got = await run("import", "http://127.0.0.1:\(port)/meshviewer.json")
        #expect(got.status == .done, "\(got.errors)")
        #expect(try await nodes().count == 3)
        let missing = await run("import", "http://127.0.0.1:\(port)/none.json")
        #expect(missing.status == .failed)
        #expect(missing.errors.contains("status 404"))
        withExtendedLifetime(server) {}
    }
}
