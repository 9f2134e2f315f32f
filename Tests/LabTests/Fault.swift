import Foundation

/// What goes wrong in one case of the matrix.
enum Fault: String, CaseIterable, Sendable {
    /// The controller dies, and another one resumes.
    case sigkill
    /// The controller's way to the device is silent for half a minute.
    case cut
    /// The device boots, cleanly.
    case reboot
    case power
    case disk
    /// The device's clock goes back two years.
    case clock

    /// How the table calls it.
    var title: String {
        switch self {
        case .sigkill: "controller SIGKILL"
        case .cut: "SSH cut"
        case .reboot: "device reboot"
        case .power: "power cut"
        case .disk: "disk full"
        case .clock: "clock set back"
        }
    }

    /// What brings it about on the device itself, if it comes from there.
    var command: String? {
        switch self {
        case .sigkill, .cut, .power:
            nil
        case .reboot:
            "touch /run/before-reboot; systemctl reboot"
        case .disk:
            // The bulk at once, then each last byte.
            """
            fallocate -l $(($(stat -f -c '%f * %S' /) - 4194304)) /var/filler
            cat /dev/zero > /var/filler.rest 2>/dev/null || :
            """
        case .clock:
            "date -s \"@$(($(date +%s) - 63072000))\" > /dev/null"
        }
    }
}
