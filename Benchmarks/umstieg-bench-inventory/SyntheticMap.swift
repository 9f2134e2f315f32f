import Foundation

/// A nodes.json of version 2 as hopglass writes it, with what real nodes tell: 1.5 KB each.
struct SyntheticMap {
    private static let models = [
        "TP-Link TL-WR841N/ND v11", "TP-Link CPE210 v1.1", "AVM FRITZ!Box 4040", "Ubiquiti NanoStation loco M2",
        "TP-Link Archer C7 v5", "GL.iNet GL-AR150", "D-Link DIR-860L B1", "Ubiquiti UniFi-AC-MESH",
    ]
    private static let releases = ["v2021.1.2-stable", "v2022.1.4-stable", "v2023.2.3-stable", "v2023.2.4-next"]

    let count: Int

    /// Writes it in pieces: a million nodes are more than should be held.
    func write(to file: FileHandle) throws {
        try file.write(contentsOf: Data(#"{"version":2,"timestamp":"2026-11-27T12:00:00+0000","nodes":["#.utf8))
        var piece = ""
        for number in 0..<count {
            piece += (number == 0 ? "" : ",") + node(number)
            if piece.utf8.count > 1 << 20 {
                try file.write(contentsOf: Data(piece.utf8))
                piece = ""
            }
        }
        try file.write(contentsOf: Data((piece + "]}").utf8))
    }

    private func hex(_ number: Int, _ width: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }

    private func mac(_ id: String) -> String {
        stride(from: 0, to: 12, by: 2).map { String(id.dropFirst($0).prefix(2)) }.joined(separator: ":")
    }

    private func node(_ number: Int) -> String {
        // Neighbours in the file aren't neighbours by id.
        let id = "02" + hex(number &* 7_919 % 1_048_573 + number / 1_048_573 << 20, 10)
        let mac = mac(id)
        let release = Self.releases[number % Self.releases.count]
        let isOnline = number % 10 != 0
        let isUplink = number % 3 == 0
        let peers = (1...6).map { gateway in
            #""gw0\#(gateway)":"#
                + (isUplink && gateway == number % 6 + 1 ? #"{"established":\#(number % 90_000).25}"# : "null")
        }.joined(separator: ",")
        return """
            {"firstseen":"2024-03-19T11:20:29+0100","lastseen":"2026-11-27T\(isOnline ? "11" : "03"):5\(number % 10):02+0100",\
            "flags":{"online":\(isOnline),"gateway":false},"statistics":{"node_id":"\(id)","clients":\(number % 23),\
            "rootfs_usage":0.6354,"loadavg":0.29,"memory_usage":0.7103809658688571,"uptime":\(number * 7).91,\
            "idletime":5967575.27,"gateway":"02:ce:ef:ca:fe:\(hex(number % 6, 2))","gateway_nexthop":"\(mac)",\
            "processes":{"total":42,"running":3},"mesh_vpn":{"groups":{"backbone":{"peers":{\(peers)},"groups":null}}},\
            "memory":{"cached":5948,"total":61440,"buffers":552,"free":9100},"traffic":{\
            "tx":{"bytes":7483903224,"packets":27381385,"dropped":77051},"rx":{"bytes":113230319832,"packets":1075182039},\
            "forward":{"bytes":70110264536,"packets":259224108},"mgmt_tx":{"bytes":229198626106,"packets":543179061},\
            "mgmt_rx":{"bytes":166253078028,"packets":458286845}}},"nodeinfo":{"node_id":"\(id)","network":{"mac":"\(mac)",\
            "addresses":["fd62:f45c:4d09:101:\(hex(number >> 16, 1)):\(hex(number & 0xffff, 1)):feed:1",\
            "fe80::ca:feff:fe\(hex(number >> 16 & 0xff, 2)):\(hex(number & 0xffff, 1))"],"mesh":{"bat0":{"interfaces":{\
            "wireless":["\(mac)"],"tunnel":["\(mac)"]}}},"mesh_interfaces":null},"owner":{"contact":"somebody@example.net"},\
            "system":{"site_code":"ffbench","domain_code":"ffbench_\(number % 4)"},"hostname":"node-\(hex(number, 6))-dach",\
            "location":{"longitude":9.\(number % 1000),"latitude":52.\(number % 997),"altitude":78},"software":{\
            "autoupdater":{"enabled":true,"branch":"stable"},"batman-adv":{"version":"2023.2","compat":15},\
            "fastd":{"enabled":\(isUplink),"version":"v22"},"firmware":{"base":"gluon-\(release)","release":"\(release)"},\
            "status-page":{"api":1}},"hardware":{"nproc":1,"model":"\(Self.models[number % Self.models.count])"},"vpn":false}}
            """
    }
}
