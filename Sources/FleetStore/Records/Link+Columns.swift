import FleetModel
import GRDB

extension Link {
    /// Of a row of `link`: node, peer_node, gateway.
    var columns: StatementArguments {
        switch kind {
        case .mesh: [node, peer, nil]
        case .vpn: [node, nil, peer]
        }
    }
}
