/// One of the ways to a participant.
package struct BatmanPath: Sendable, Hashable {
    /// Primary address of the participant.
    package var originator: MACAddress
    /// Address of the neighbour that packets go to first.
    package var nextHop: MACAddress
    package var interface: String
    package var lastSeen: Duration
    package var quality: PathQuality
    /// Whether packets go this way.
    package var isBest: Bool

    package init(
        originator: MACAddress,
        nextHop: MACAddress,
        interface: String,
        lastSeen: Duration,
        quality: PathQuality,
        isBest: Bool
    ) {
        self.originator = originator
        self.nextHop = nextHop
        self.interface = interface
        self.lastSeen = lastSeen
        self.quality = quality
        self.isBest = isBest
    }
}
