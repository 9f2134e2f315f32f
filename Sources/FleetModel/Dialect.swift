/// The two ways in which communities build WireGuard+VXLAN under batman-adv.
///
/// `ffmuc` is Freifunk München's, `gluon` is upstream Gluon's (used in Hannover, too).
package enum Dialect: String, Sendable, Hashable, CaseIterable, Codable {
    case ffmuc
    case gluon

    /// UDP port of the VXLAN device on both ends.
    package var vxlanPort: Int {
        switch self {
        case .ffmuc: 8472
        case .gluon: 4789
        }
    }
}
