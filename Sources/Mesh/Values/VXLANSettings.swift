package import FleetModel

/// How a VXLAN interface is made.
package struct VXLANSettings: Sendable, Hashable {
    /// The network identifier, 24 bits.
    package var vni: Int
    package var port: UInt16
    /// The own end.
    package var local: IPAddress?
    /// The interface that it sends over.
    package var link: String?
    /// Whether it notes behind which end an address is.
    package var isLearning: Bool

    package init(vni: Int, port: UInt16, local: IPAddress? = nil, link: String? = nil, isLearning: Bool = true) {
        self.vni = vni
        self.port = port
        self.local = local
        self.link = link
        self.isLearning = isLearning
    }
}
