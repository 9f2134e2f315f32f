import FleetModel

/// A script that holds the kernel against what networkd units promise.
///
/// systemd-networkd answers 0 to a unit that it can't use and says so in its journal only; attaching to batman-adv is
/// asynchronous. So each promise is read back: links, VNI and port, WireGuard peers, addresses, FDB entries, the
/// attachment.
struct NetworkdReadBack {
    var units: [NetworkdUnit]

    var script: String {
        (["missing() { echo \"$*\"; exit 1; }"] + units.flatMap(promises)).joined(separator: "\n")
    }

    private func promises(of unit: NetworkdUnit) -> [String] {
        if let link = unit.createdLink { return [exists(link)] + promises(ofLink: link, unit) }
        if let link = unit.configuredLink { return promises(ofNetworkOn: link, unit) }
        return []
    }

    private func exists(_ link: String) -> String {
        "[ -e /sys/class/net/\(link.shellQuoted) ] || missing \("there is no link \(link)".shellQuoted)"
    }

    private func promises(ofLink link: String, _ unit: NetworkdUnit) -> [String] {
        switch unit.section("NetDev")?["Kind"] {
        case "vxlan":
            let settings = unit.section("VXLAN")
            return [settings?["VNI"].map { ("id", $0) }, settings?["DestinationPort"].map { ("dstport", $0) }]
                .compactMap { $0 }
                .map { key, value in
                    expect(
                        " \(key) \(value) ",
                        in: "ip -d link show dev \(link.shellQuoted)",
                        "\(link) has no \(key) \(value)"
                    )
                }
        case "wireguard":
            let port = unit.section("WireGuard")?["ListenPort"].map { port in
                expect(port, in: "wg show \(link.shellQuoted) listen-port", "\(link) doesn't listen on \(port)")
            }
            let peers = unit.sections("WireGuardPeer").compactMap { $0["PublicKey"] }.map { key in
                expect(key, in: "wg show \(link.shellQuoted) peers", "\(link) lacks the peer \(key)")
            }
            return (port.map { [$0] } ?? []) + peers
        default:
            return []
        }
    }

    private func promises(ofNetworkOn link: String, _ unit: NetworkdUnit) -> [String] {
        let network = unit.section("Network")
        let quoted = link.shellQuoted
        var promises = [exists(link)]
        for address in network?.values(of: "Address") ?? [] {
            promises.append(
                expect(" \(address) ", in: "ip -o addr show dev \(quoted)", "\(link) lacks the address \(address)")
            )
        }
        for vxlan in network?.values(of: "VXLAN") ?? [] { promises.append(exists(vxlan)) }
        if let batman = network?["BatmanAdvanced"] {
            promises.append(
                expect(
                    "\(link): active",
                    in: "batctl meshif \(batman.shellQuoted) interface",
                    "\(link) is not active in \(batman)"
                )
            )
        }
        for entry in unit.sections("BridgeFDB") {
            guard let address = entry["MACAddress"], let destination = entry["Destination"] else { continue }
            let via = entry["OutgoingInterface"].map { " via \($0)" } ?? ""
            promises.append(
                expect(
                    "\(address) dst \(destination)\(via) ",
                    in: "bridge fdb show dev \(quoted)",
                    "\(link) lacks the FDB entry for \(destination)\(via)"
                )
            )
        }
        return promises
    }

    /// Output lines get a space at their end, so that a word at the line's end is found as one, too.
    private func expect(_ text: String, in command: String, _ complaint: String) -> String {
        "\(command) 2>/dev/null | sed 's/$/ /' | grep -qF -e \(text.shellQuoted) || missing \(complaint.shellQuoted)"
    }
}
