/// What a gateway says of itself before anything is changed.
package struct HostFacts: Sendable, Hashable, Codable {
    package var machineID: String?
    package var userID: Int?
    /// Major version; nil where there is no systemd.
    package var systemd: Int?
    package var networkdActive: Bool
    /// Names of tools that were looked for and found.
    package var tools: Set<String>
    /// Kernel modules that were looked for and can be loaded, or are built in.
    package var modules: Set<String>
    /// Names of all network interfaces.
    package var links: Set<String>
    /// Names of interfaces for which networkd has a `.netdev`.
    package var netdevs: Set<String>
    /// Free KiB where transactions keep their state.
    package var freeKiB: Int?

    package static let tools = ["wg", "batctl", "ip", "bridge", "networkctl", "tar", "sha256sum"]

    package init(
        machineID: String? = nil,
        userID: Int? = nil,
        systemd: Int? = nil,
        networkdActive: Bool = false,
        tools: Set<String> = [],
        modules: Set<String> = [],
        links: Set<String> = [],
        netdevs: Set<String> = [],
        freeKiB: Int? = nil
    ) {
        self.machineID = machineID
        self.userID = userID
        self.systemd = systemd
        self.networkdActive = networkdActive
        self.tools = tools
        self.modules = modules
        self.links = links
        self.netdevs = netdevs
        self.freeKiB = freeKiB
    }
}
