/// The formats that can be imported.
package enum SourceFormat: String, Sendable, Hashable, CaseIterable {
    /// This program's own, which `Inventory/community.yaml` documents.
    case umstieg
    case meshviewer
    /// nodes.json of both versions, and graph.json.
    case nodes
    /// The state that yanic keeps between its runs.
    case yanic
    case respondd
    case ansible
    case fastdPeers = "fastd-peers"
    case gluonDomain = "gluon-domain"
    case wgkex
}
