package import FleetModel
package import Transport

/// One exec that tells all that the checks want to know of a gateway or a node.
package struct DeviceCollection: Sendable {
    /// A domain's interfaces on this device.
    struct Interfaces: Sendable {
        var domain: String
        var batman: String
        var vxlan: String
        /// Instance of fastd whose status socket is read; nil on nodes, which have no program to read it with.
        var fastd: String?
    }

    let interfaces: [Interfaces]
    private let mark: String

    /// A gateway with 1,000 originators and 5,000 clients tells about 3 MB.
    private static let outputLimit = 16 << 20
    private static let limit = Duration.seconds(60)

    package init(gateway: Gateway, in fleet: Fleet, mark: String = CollectedSections.newMark()) {
        let domains = fleet.domains.filter { gateway.domains.contains($0.code) }
        interfaces = domains.map { domain in
            Interfaces(
                domain: domain.code,
                batman: domain.batmanInterfaceName,
                vxlan: domain.vxlanInterfaceName,
                fastd: domain.fastd?.instance
            )
        }
        self.mark = mark
    }

    package init(node domain: Domain, mark: String = CollectedSections.newMark()) {
        interfaces = [
            Interfaces(
                domain: domain.code,
                batman: domain.nodeBatmanInterfaceName,
                vxlan: domain.nodeVXLANInterfaceName,
                fastd: nil
            )
        ]
        self.mark = mark
    }

    /// Reads only.
    package var command: RemoteCommand {
        var script = SectionScript(mark: mark)
        script.add("before", "head -n 1 /proc/stat")
        script.add("links", "\(Self.ip) -j -d link show")
        script.add("routes", "\(Self.ip) -j -6 route show")
        script.add("wireguard", Self.wireGuard)
        for mesh in interfaces {
            let batman = mesh.batman.shellQuoted
            let table = { (json: String, text: String) in Self.table(batman, json: json, text: text) }
            script.add("\(mesh.domain).mesh", "batctl meshif \(batman) mj")
            script.add("\(mesh.domain).interfaces", table("hardifs_json", "interface"))
            script.add("\(mesh.domain).neighbours", table("nj", "n"))
            script.add("\(mesh.domain).paths", table("oj", "o"))
            script.add("\(mesh.domain).gateways", table("gwj", "gwl"))
            script.add("\(mesh.domain).clients", table("tgj", "tg"))
            script.add("\(mesh.domain).forwarding", "bridge -j fdb show dev \(mesh.vxlan.shellQuoted)")
            if let fastd = mesh.fastd { script.add("\(mesh.domain).fastd", Self.fastdStatus(of: fastd)) }
        }
        script.add("vitals", Self.vitals)
        script.add("after", "head -n 1 /proc/stat")
        return RemoteCommand(script.text, limit: Self.limit, outputLimit: Self.outputLimit)
    }

    /// Takes the answer.
    ///
    /// - Parameters:
    ///   - result: of `command`.
    ///   - now: seconds since 1970 when it came.
    /// - Returns: what was told.
    /// - Throws: `ReadingError` if it is no answer; what is wrong in a part of it stands there.
    package func observation(from result: CommandResult, now: Int) throws(ReadingError) -> DeviceObservation {
        try DeviceObservation(
            CollectedSections(result.standardOutput, mark: mark),
            interfaces: interfaces,
            now: now
        )
    }

    // MARK: Commands

    /// In ash `ip` may be busybox's applet, which knows no JSON.
    private static let ip = "$([ -x /usr/sbin/ip ] && echo /usr/sbin/ip || echo ip)"

    /// Private and preshared keys stay on the device.
    private static let wireGuard = """
        dump=$(wg show all dump) && [ -z "$dump" ] || printf '%s\\n' "$dump" | awk '
            BEGIN { FS = OFS = "\\t" } NF == 5 { $2 = "(hidden)" } NF == 9 { $3 = "(hidden)" } { print }'
        """

    /// JSON where this batctl has it.
    private static func table(_ batman: String, json: String, text: String) -> String {
        "rows=$(batctl meshif \(batman) \(json)) && printf '%s\\n' \"$rows\" || batctl meshif \(batman) \(text)"
    }

    /// Status 3 without a status socket: none is set up, or fastd has been retired.
    ///
    /// Perl is on every Debian; socat and a netcat that knows such sockets aren't.
    private static func fastdStatus(of instance: String) -> String {
        let file = "/etc/fastd/\(instance)/fastd.conf".shellQuoted
        let pattern = #"s/^[[:space:]]*status[[:space:]]*socket[[:space:]]*"\([^"]*\)".*/\1/p"#.shellQuoted
        let program = #"""
            alarm 5; socket(S, PF_UNIX, SOCK_STREAM, 0) && connect(S, sockaddr_un(shift)) or exit 1; print while <S>
            """#.shellQuoted
        return """
            ( socket=$(sed -n \(pattern) \(file) | head -n 1); [ -S "$socket" ] || exit 3
            perl -MSocket -e \(program) "$socket" )
            """
    }

    private static let vitals = """
        ( echo "time $(date +%s)"
        echo "uptime $(cat /proc/uptime)"
        echo "boot $(cat /proc/sys/kernel/random/boot_id)"
        [ ! -r /etc/machine-id ] || echo "machine $(cat /etc/machine-id)"
        echo "processors $(grep -c ^processor /proc/cpuinfo)"
        echo "load $(cat /proc/loadavg)"
        ! command -v systemctl >/dev/null || echo "radvd $(systemctl is-active radvd 2>/dev/null)" )
        """
}
