/// Whom a Gluon node hears over batman-adv.
package struct NodeNeighbours: Sendable, Hashable {
    package struct Neighbour: Sendable, Hashable {
        /// Of the node's own interface.
        package var interface: MACAddress
        /// Of the neighbour's interface.
        package var address: MACAddress
        /// Nil where the firmware doesn't tell it.
        package var quality: PathQuality?
        package var lastSeen: Duration?

        package init(interface: MACAddress, address: MACAddress, quality: PathQuality?, lastSeen: Duration?) {
            self.interface = interface
            self.address = address
            self.quality = quality
            self.lastSeen = lastSeen
        }
    }

    /// `02caffee0001`.
    package var nodeID: String
    /// By interface and address, ascending.
    package var neighbours: [Neighbour]

    package init(nodeID: String, neighbours: [Neighbour]) {
        self.nodeID = nodeID
        self.neighbours = neighbours
    }
}
