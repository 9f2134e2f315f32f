import ArgumentParser
import Importing

/// The formats that can be imported.
enum InventoryFormat: String, CaseIterable, ExpressibleByArgument {
    /// Told by the source's content.
    case auto
    case umstieg
    case meshviewer
    case nodes
    case yanic
    case respondd
    case ansible
    case fastdPeers = "fastd-peers"
    case gluonDomain = "gluon-domain"
    case wgkex

    /// Nil where the content tells.
    var named: SourceFormat? {
        switch self {
        case .auto: nil
        case .umstieg: .umstieg
        case .meshviewer: .meshviewer
        case .nodes: .nodes
        case .yanic: .yanic
        case .respondd: .respondd
        case .ansible: .ansible
        case .fastdPeers: .fastdPeers
        case .gluonDomain: .gluonDomain
        case .wgkex: .wgkex
        }
    }
}
