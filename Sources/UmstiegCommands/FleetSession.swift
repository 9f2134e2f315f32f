import FleetModel
import FleetStore
import Foundation
import SSHTransport
import Transport

/// What commands that reach devices have in common: the workspace's fleet, its database, and the way to the devices.
struct FleetSession {
    var workspace: Workspace
    var database: FleetDatabase
    var fleet: Fleet
    var connector: SSHConnector

    var journal: JournalStore { JournalStore(database: database) }

    /// - Throws: `StoreError`, or `CommandFailure` if there is no inventory.
    init(_ workspace: Workspace) throws {
        self.workspace = workspace
        fleet = try workspace.fleet()
        database = try workspace.openDatabase()
        connector = SSHConnector.fromEnvironment(workspaceKnownHosts: workspace.knownHostsPath)
    }

    /// Who does this, for journals and devices: `alice@laptop`.
    static var owner: String {
        let allowed = { (text: String) in
            text.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
        }
        return "\(allowed(NSUserName()))@\(allowed(ProcessInfo.processInfo.hostName))"
    }

    /// An id that sorts by time and that no other workspace has: `20261124-2131-k3f9x2`.
    static func newID(at date: Date) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = .gmt
        format.dateFormat = "yyyyMMdd-HHmm"
        let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
        let tail = String((0..<6).compactMap { _ in letters.randomElement() })
        return "\(format.string(from: date))-\(tail)"
    }
}

extension Workspace {
    /// Host keys that were accepted in this workspace.
    var knownHostsPath: String { directory + "/known_hosts" }
}
