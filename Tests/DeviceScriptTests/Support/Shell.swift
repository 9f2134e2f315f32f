/// What the script runs under in a test.
enum Shell: String, CaseIterable, Sendable {
    /// dash and Debian's tools.
    case dash
    /// busybox ash.
    case ash
    /// dash with a PATH of exactly OpenWrt's default applets: busybox ash itself runs others that PATH does not hold.
    case strict

    /// The two that devices have.
    static let real: [Shell] = [.dash, .ash]

    var interpreter: [String] {
        switch self {
        case .dash, .strict: ["/usr/bin/dash"]
        case .ash: ["/usr/bin/busybox", "ash"]
        }
    }
}
