import FleetModel
import Planning

/// What starts and stops services on a device: systemd, or OpenWrt's init scripts.
enum ServiceManager {
    case systemd
    case initScripts

    init(of target: Playbook.Target) {
        self =
            switch target {
            case .gateway: .systemd
            case .node: .initScripts
            }
    }

    /// POSIX sh; `verb` is one that both know: enable, disable, start, stop, restart.
    func command(_ verb: String, _ unit: String) -> String {
        switch self {
        case .systemd: "systemctl \(verb) \(unit.shellQuoted)"
        // A daemon would keep the outputs of whoever started it.
        case .initScripts: "\("/etc/init.d/\(unit)".shellQuoted) \(verb) </dev/null >/dev/null 2>&1"
        }
    }

    /// POSIX sh that succeeds if it runs.
    func isActive(_ unit: String) -> String {
        switch self {
        case .systemd: "systemctl is-active --quiet \(unit.shellQuoted)"
        case .initScripts: command("running", unit)
        }
    }
}
