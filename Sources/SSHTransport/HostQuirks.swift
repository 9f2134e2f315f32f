/// What a server's banner says about its faults.
struct HostQuirks: Sendable, Equatable {
    /// OpenSSH allows 10 sessions on a connection by default; a cancelled command still holds one for a while.
    static let usualCommandsAtOnce = 8

    /// Commands that may run side by side on one connection.
    let commandsAtOnce: Int

    /// - Parameter banner: such as `SSH-2.0-dropbear_2022.83`.
    init(banner: String?) {
        let marker = "SSH-2.0-dropbear"
        guard let banner, banner.hasPrefix(marker) else {
            commandsAtOnce = Self.usualCommandsAtOnce
            return
        }
        // From 2022.82 to 2024.86 dropbear ends the connection if one command ends while another one's channel is being
        // opened (https://github.com/mkj/dropbear/issues/321). Some builds do not tell their version.
        let version = banner.dropFirst(marker.count + 1)
        let isSound = !version.isEmpty && (version < "2022.82" || version >= "2024.87")
        commandsAtOnce = isSound ? Self.usualCommandsAtOnce : 1
    }
}
