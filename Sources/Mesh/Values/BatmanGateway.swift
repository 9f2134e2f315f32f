/// A participant that offers a way out of the mesh, as another one sees it.
package struct BatmanGateway: Sendable, Hashable {
    /// Primary address of the gateway.
    package var originator: MACAddress
    /// Address of the neighbour that packets to it go to first.
    package var router: MACAddress
    package var interface: String
    /// Whether clients of this participant use it.
    package var isSelected: Bool
    package var quality: PathQuality
    /// What the gateway announces.
    package var down: Throughput
    /// What the gateway announces.
    package var up: Throughput

    package init(
        originator: MACAddress,
        router: MACAddress,
        interface: String,
        isSelected: Bool,
        quality: PathQuality,
        down: Throughput,
        up: Throughput
    ) {
        self.originator = originator
        self.router = router
        self.interface = interface
        self.isSelected = isSelected
        self.quality = quality
        self.down = down
        self.up = up
    }
}
