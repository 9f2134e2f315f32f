/// systemd-networkd units of one domain.
///
/// What they promise is read back from the kernel: links, VNI, peers, FDB entries, addresses and the attachment to
/// batman-adv, as networkd answers 0 to units that it can't use.
package struct NetworkdStep: Sendable, Hashable, Codable {
    /// In the order in which the links come to be; the file's name without its directory.
    package var units: [FileStep]
    /// Seconds for everything to appear.
    package var within: Int

    package init(units: [FileStep], within: Int) {
        self.units = units
        self.within = within
    }
}
