import FleetModel
import FleetStore
import Foundation
import Reporting
import SSHTransport
import Transport

/// The keys that devices have shown, and whether the workspace trusts them.
struct HostKeyReport {
    var listing: Listing

    init(_ endpoints: [Endpoint], in session: FleetSession, store: HostKeyStore) throws {
        let path = session.workspace.knownHostsPath
        let known =
            FileManager.default.fileExists(atPath: path) ? try String(contentsOfFile: path, encoding: .utf8) : ""
        let lines = Set(known.split(separator: "\n"))
        let rows = try endpoints.flatMap { endpoint in
            try store.keys(of: endpoint.name).map { key -> [ReportValue] in
                let line = key.hostKey.map {
                    KnownHosts.line(host: endpoint.address, port: endpoint.port ?? 22, key: $0)
                }
                return [
                    .text(endpoint.name), .text(key.type), .text(key.fingerprint),
                    .boolean(line.map { lines.contains(Substring($0)) } ?? false),
                ]
            }
        }
        listing = Listing(columns: ["name", "type", "fingerprint", "accepted"].map { Listing.Column($0) }, rows: rows)
    }
}

extension SeenHostKey {
    init(_ key: HostKey, host: String) {
        self.init(host: host, type: key.type, key: key.base64, fingerprint: key.fingerprint)
    }

    var hostKey: HostKey? { Data(base64Encoded: key).flatMap { HostKey(blob: Array($0)) } }
}
