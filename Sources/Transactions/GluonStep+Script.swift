import FleetModel
import Planning

extension GluonStep {
    /// As a node runs it.
    func deviceStep(named name: String) -> DeviceStep {
        switch self {
        case .clockSync:
            DeviceStep(name: name, apply: Self.clock)
        case .reload:
            // Services that have read new settings have to read the old ones, too.
            DeviceStep(name: name, apply: "gluon-reload", undo: "gluon-reload")
        case .reconfigure(let packages):
            derived(name, packages, "gluon-reconfigure || exit 1")
        case .domainSwitch(let domain, let packages):
            derived(
                name,
                packages + (packages.contains("gluon") ? [] : ["gluon"]),
                """
                [ -e "${UMSTIEG_ROOT:-}"\("/lib/gluon/domains/\(domain).json".shellQuoted) ] ||
                    { echo \("the firmware knows no domain \(domain)".shellQuoted); exit 1; }
                uci set \("gluon.core.domain=\(domain)".shellQuoted) && uci commit gluon && gluon-reconfigure || exit 1
                """,
                check: """
                    [ "$(uci -q get gluon.core.domain)" = \(domain.shellQuoted) ] ||
                        { echo \("the domain is not \(domain)".shellQuoted); exit 1; }
                    """
            )
        case .autoupdaterBranch(let branch):
            DeviceStep(
                name: name,
                options: ["autoupdater.settings.branch"],
                apply: """
                    uci -q get \("autoupdater.\(branch).name".shellQuoted) >/dev/null ||
                        { echo \("the firmware knows no branch \(branch)".shellQuoted); exit 1; }
                    uci set \("autoupdater.settings.branch=\(branch)".shellQuoted) || exit 1
                    """,
                check: """
                    [ "$(uci -q get autoupdater.settings.branch)" = \(branch.shellQuoted) ] ||
                        { echo \("the branch is not \(branch)".shellQuoted); exit 1; }
                    """
            )
        case .brokerRegister:
            // On the way back traffic leaves first, so that the way that is cut carries nothing.
            DeviceStep(name: name, apply: "umstieg-mesh-vpn up", undo: "umstieg-mesh-vpn drain wireguard")
        case .drain(let transport):
            DeviceStep(
                name: name,
                apply: "umstieg-mesh-vpn check && umstieg-mesh-vpn drain \(transport.rawValue)",
                undo: "umstieg-mesh-vpn undrain \(transport.rawValue)"
            )
        }
    }

    /// Upgrade scripts commit what they write, so nothing of it is only staged: whole files come back.
    private func derived(
        _ name: String,
        _ packages: [String],
        _ apply: String,
        check: String = ""
    ) -> DeviceStep {
        DeviceStep(
            name: name,
            paths: packages.map { "/etc/config/\($0)" },
            apply: apply,
            reload: "gluon-reload",
            check: check
        )
    }

    private static let clock = """
        wan() { if command -v gluon-wan >/dev/null; then gluon-wan "$@"; else "$@"; fi; }
        for server in $(uci -q get system.ntp.server || :); do
            case $server in -* | *[!A-Za-z0-9.:_-]*) continue ;; esac
            if wan ntpd -n -q -p "$server" >/dev/null 2>&1; then exit 0; fi
        done
        echo 'no time server of system.ntp.server answered'
        exit 1
        """
}
