/// What a routing algorithm judges paths by.
package enum PathQuality: Sendable, Hashable, Codable {
    /// BATMAN_V.
    case throughput(Throughput)
    /// BATMAN_IV.
    case transmitQuality(TransmitQuality)
}

extension PathQuality: CustomStringConvertible {
    package var description: String {
        switch self {
        case .throughput(let throughput): throughput.description
        case .transmitQuality(let quality): quality.description
        }
    }
}
