import Foundation
import Testing

/// How the program itself ends, seen from outside.
struct LeavingTests {
    private static let program = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "umstieg")

    /// OpenSSL's cleaning up at an exit took locks away from sessions that an event loop was just closing: a signal 11
    /// after all was done.
    @Test func `no library cleans up under threads that are at work`() throws {
        let path = Self.program.path(percentEncoded: false)
        try #require(FileManager.default.isExecutableFile(atPath: path), "\(path) isn't built")
        let process = Process()
        process.executableURL = Self.program
        process.arguments = ["--version"]
        // The loader tells which libraries it begins and ends.
        process.environment = ["LD_DEBUG": "files"]
        let (output, error) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = error
        try process.run()
        let told = String(decoding: try error.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(!said.isEmpty)
        #expect(told.contains("calling init: "))
        #expect(!told.contains("calling fini: "))
    }
}
