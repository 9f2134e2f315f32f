import Foundation
import Testing

@testable import UmstiegCommands

struct InitCommandTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test func `a new workspace has samples and a database`() async throws {
        let run = await CommandRun("init", "net", in: directory.path)
        #expect(run.status == .done)
        #expect(run.output.contains("created Inventory/community.yaml\n"))
        #expect(run.output.contains("created umstieg.db\n"))
        #expect(directory.has("net/umstieg.db"))
        #expect(try directory.read("net/Inventory/community.yaml").contains("domain_prefixes"))
    }

    @Test func `files that exist are kept as they are`() async throws {
        _ = await CommandRun("init", in: directory.path)
        try directory.write("mine", to: "Inventory/community.yaml")
        let database = try Data(contentsOf: URL(filePath: directory.path + "/umstieg.db"))
        let run = await CommandRun("init", in: directory.path)
        #expect(run.status == .done)
        #expect(!run.output.contains("created"))
        #expect(try directory.read("Inventory/community.yaml") == "mine")
        #expect(try Data(contentsOf: URL(filePath: directory.path + "/umstieg.db")) == database)
    }

    @Test func `a directory that can't be made is an error`() async throws {
        try directory.write("", to: "file")
        let run = await CommandRun("init", "file", in: directory.path)
        #expect(run.status == .failed)
        #expect(run.errors.hasPrefix("error: \(directory.path)/file"))
    }

    @Test func `the sample inventory can be imported as it is`() async throws {
        _ = await CommandRun("init", in: directory.path)
        let run = await CommandRun("inventory", "import", "Inventory/community.yaml", in: directory.path)
        #expect(run.status == .done, "\(run.errors)")
    }

    @Test func `all files of Inventory and Playbooks are embedded as they are`() throws {
        let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
        let files = try ["Inventory", "Playbooks"].flatMap { directory in
            try FileManager.default.subpathsOfDirectory(atPath: package.appending(path: directory).path)
                .map { "\(directory)/\($0)" }
                .filter { path in
                    var isDirectory: ObjCBool = false
                    _ = FileManager.default.fileExists(
                        atPath: package.appending(path: path).path,
                        isDirectory: &isDirectory
                    )
                    // A Gluon package is built from a clone, and is of no use in a workspace.
                    return !isDirectory.boolValue && !path.hasPrefix("Playbooks/gluon/")
                }
        }
        #expect(SampleFile.all.map(\.path).sorted() == files.sorted())
        for sample in SampleFile.all {
            #expect(
                try Data(contentsOf: package.appending(path: sample.path)) == Data(sample.content),
                "\(sample.path)"
            )
        }
    }
}
