import FleetModel

/// What the programs of a large gateway print: 500 nodes by WireGuard, 500 by fastd, 1,000 participants in the mesh.
struct SyntheticGateway {
    /// By the name of the file that it is written to.
    var outputs: [String: String] {
        [
            "wireguard.txt": wireGuard, "originators.json": originators, "forwarding.json": forwarding,
            "routes.json": routes, "fastd.json": fastd,
        ]
    }

    private static let peers = 500
    private static let participants = 1000

    private var wireGuard: String {
        let lines = (0..<Self.peers).map { number in
            "wg-nord\t\(key(number))\t(none)\t192.0.2.\(number % 250):\(30_000 + number)\t\(linkLocal(number))/128\t"
                + "\(1_795_345_000 + number)\t\(628_540 * number)\t\(728_232 * number)\toff\n"
        }
        return "wg-nord\t(none)\t\(key(-1))\t40001\toff\n" + lines.joined()
    }

    private var originators: String {
        array(
            (0..<Self.participants).flatMap { number in
                [("vx-nord", true, 999_900), ("fd-nord", false, 10_000)].map { interface, isBest, throughput in
                    #"{"hard_ifindex":9,"hard_ifname":"\#(interface)","orig_address":"\#(mac(2, number))","#
                        + (isBest ? #""best":true,"# : "") + #""last_seen_msecs":\#(number * 5),"#
                        + #""neigh_address":"\#(mac(6, number % Self.peers))","throughput":\#(throughput)}"#
                }
            }
        )
    }

    private var forwarding: String {
        array(
            (0..<Self.peers).map { number in
                #"{"mac":"00:00:00:00:00:00","ifname":"vx-nord","dst":"\#(linkLocal(number))","viaIf":"wg-nord","#
                    + #""flags":["self"],"state":"permanent"}"#
            }
        )
    }

    private var routes: String {
        array(
            (0..<Self.peers).map { number in
                #"{"dst":"\#(linkLocal(number))","dev":"wg-nord","protocol":"static","metric":1024,"flags":[],"pref":"medium"}"#
            }
        )
    }

    private var fastd: String {
        let count = #"{ "packets": 90166, "bytes": 66238435 }"#
        let statistics =
            #"{ "rx": \#(count), "rx_reordered": \#(count), "tx": \#(count), "tx_dropped": \#(count), "tx_error": \#(count) }"#
        let peers = (0..<Self.peers).map { number in
            let key = HexDigits.text(bytes(number))
            return #""\#(key)": { "name": "node\#(number)", "address": "192.0.2.1:\#(number)", "connection": "#
                + #"{ "established": 1486618, "method": "salsa2012+umac", "statistics": \#(statistics), "#
                + #""mac_addresses": [ "\#(mac(10, number))" ] } }"#
        }
        return #"{ "uptime": 1498741, "interface": "fd-nord", "statistics": \#(statistics), "peers": { "#
            + peers.joined(separator: ", ") + " } }"
    }

    private func array(_ rows: [String]) -> String { "[" + rows.joined(separator: ",") + "]" }

    private func mac(_ first: UInt8, _ number: Int) -> String {
        let digits = HexDigits.text([first, 0, 0, 0, UInt8(number >> 8), UInt8(number & 255)])
        return stride(from: 0, to: 12, by: 2).map { digits.dropFirst($0).prefix(2) }.joined(separator: ":")
    }

    private func linkLocal(_ number: Int) -> String { "fe80::2aa:bbff:fe00:\(String(0x1000 + number, radix: 16))" }

    private func key(_ number: Int) -> String { WireGuardKey(bytes: bytes(number)).base64 }

    /// Different ones for each number from −1 on.
    private func bytes(_ number: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: number >> 8)] + (1..<32).map { UInt8(truncatingIfNeeded: number * 31 + $0 * 7) }
    }
}
