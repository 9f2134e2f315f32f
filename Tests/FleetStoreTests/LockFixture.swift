import FleetStore
import Foundation
import Planning
import Rollouts
import Synchronization

/// A workspace's file, and those who have it open, with one clock on the wall.
final class LockFixture: Sendable {
    /// Seconds since 1970.
    let time = Mutex(1_000.0)
    private let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "umstieg-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try store().save(.sample)
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    /// As another process sees the file.
    func store(_ process: ProcessIdentity = .current) throws -> JournalStore {
        let path = directory.appending(path: FleetDatabase.fileName).path(percentEncoded: false)
        let now: @Sendable () -> Double = { [self] in time.withLock { $0 } }
        return JournalStore(database: try FleetDatabase.create(at: path), now: now, process: process)
    }

    func pass(seconds: Double) {
        time.withLock { $0 += seconds }
    }
}

extension ProcessIdentity {
    /// Another machine, which nobody here can look into.
    static let elsewhere = ProcessIdentity(host: "desktop", pidSpace: "d pid:[1]", pid: 7, start: 7)

    /// A process of this machine whose number was given to this one.
    static var ended: ProcessIdentity {
        var process = current
        process.start -= 1
        return process
    }

    /// A process of this machine before it was booted.
    static var beforeBoot: ProcessIdentity {
        var process = current
        process.pidSpace = "earlier pid:[1]"
        return process
    }
}
