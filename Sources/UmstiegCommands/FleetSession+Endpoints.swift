import FleetModel
import Transport

extension FleetSession {
    /// The ways to the gateways that a selector chooses, or, where it chooses none, to its nodes.
    ///
    /// First come first: nodes are reached through gateways, whose keys have to be accepted before.
    ///
    /// - Throws: `CommandFailure` if there is none.
    func endpoints(_ selector: Selector) throws -> [Endpoint] {
        let selection = selector.selection(from: fleet)
        let endpoints =
            selection.gateways.isEmpty
            ? selection.nodes.compactMap { Endpoint($0, in: fleet) }
            : selection.gateways.map { Endpoint($0, in: fleet) }
        guard !endpoints.isEmpty else {
            throw CommandFailure(.usage, "the selector chooses no gateway, and no node with an address")
        }
        return endpoints
    }
}
