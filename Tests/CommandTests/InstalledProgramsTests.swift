import FleetModel
import Foundation
import Planning
import Testing

@testable import UmstiegCommands

/// Which program a rollout brings: the one that was installed with this one, and no other than the plan was made with.
struct InstalledProgramsTests {
    private let directory = FileManager.default.temporaryDirectory.appending(path: "umstieg-installed-\(UUID())")

    private func programs() throws -> InstalledPrograms {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        return InstalledPrograms(executable: directory.appending(path: "umstieg"))
    }

    @Test func `a program beside this one is found`() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        let programs = try programs()
        try Data("abc".utf8).write(to: directory.appending(path: "worker"))
        var step = ProgramStep(name: "worker", directory: "/x")
        step.digest = try programs.digest(of: "worker")
        #expect(step.digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(try programs.bytes(of: step) == Array("abc".utf8))
    }

    @Test func `another one than the plan was made with is refused with both digests`() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        let programs = try programs()
        try Data("abc".utf8).write(to: directory.appending(path: "worker"))
        let step = ProgramStep(name: "worker", directory: "/x", digest: String(repeating: "0", count: 64))
        let failure = #expect(throws: CommandFailure.self) { try programs.bytes(of: step) }
        #expect(failure?.description.contains("0000000000000000, here is ba7816bf8f01cfea") == true)
    }

    @Test func `one that isn't there is an error that names the places`() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        let programs = try programs()
        let failure = #expect(throws: CommandFailure.self) { try programs.digest(of: "worker") }
        #expect(failure?.description.contains(directory.path(percentEncoded: false)) == true)
        #expect(failure?.description.contains("libexec/umstieg") == true)
    }
}
